#!/bin/bash
# i18n fix is killed at any call that touches a file: the file is the old or the new one.
. "$OBJECTOS_TESTS/lib.sh"

command -v strace >/dev/null || skip strace
strace -o /dev/null true 2>/dev/null || skip 'the right to trace'
mkdir locales
printf '{"a":"x","b":"y"}' >locales/en.json
calls=open,openat,read,write,fchmod,fsync,fdatasync,rename,renameat,renameat2,link,linkat,unlink,unlinkat,close
states=
code=1
for ((n = 1; code != 0; ++n)); do
  printf '{"a":"x"}' >locales/fr.json
  code=0
  { strace -f -qq -o /dev/null -e trace="$calls" -e inject="$calls":signal=KILL:when="$n" objectos i18n fix >/dev/null 2>&1; } 2>/dev/null || code=$?
  case $(cat locales/fr.json) in
    '{"a":"x"}') states+=o ;;
    '{"a":"x","b":"y"}') states+=n ;;
    *) fail "half a file: $(cat locales/fr.json)" ;;
  esac
  asserted
done
[[ $states == ooooo*n ]] || fail "states: $states"
