#!/bin/bash
# i18n fix leaves a file alone that it cannot parse or write, mends the others, and never leaves half a file.
. "$OBJECTOS_TESTS/lib.sh"

mkdir locales
printf '{"a":"x","b":"y"}' >locales/en.json
printf '{"a":"x",}' >locales/de.json
printf '{"a":"x"}' >locales/fr.json
chmod 640 locales/fr.json
expect_status 3 objectos i18n fix
expect_stdout 'locales/fr.json	1'
expect_err '^objectos: i18n fix: locales/de.json:1:9: JSON allows no comma'
expect_same '{"a":"x",}' "$(cat locales/de.json)"
expect_same '640' "$(stat -c %a locales/fr.json)"
# Killed at any call that touches a file, the file is the old or the new one.
if command -v strace >/dev/null && strace -o /dev/null true 2>/dev/null; then
  printf '{"a":"x"}' >locales/de.json
  calls=open,openat,read,write,fchmod,fsync,fdatasync,rename,renameat,renameat2,link,linkat,unlink,unlinkat,close
  states=
  for ((n = 1; ; ++n)); do
    printf '{"a":"x"}' >locales/fr.json
    code=0
    { strace -f -qq -o /dev/null -e trace="$calls" -e inject="$calls":signal=KILL:when="$n" objectos i18n fix >/dev/null 2>&1; } 2>/dev/null || code=$?
    case $(cat locales/fr.json) in
      '{"a":"x"}') states+=o ;;
      '{"a":"x","b":"y"}') states+=n ;;
      *) fail "half a file: $(cat locales/fr.json)" ;;
    esac
    ((code != 0)) || break
  done
  [[ $states == ooooo*n ]] || fail "states: $states"
fi
