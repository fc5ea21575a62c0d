#!/bin/bash
# An administrator may empty the server's cache of scripts at any time.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_redis R
export OBJECTOS_STORAGE_URL=$R_url
expect_out 1 objectos storage incr n
redis-cli -p "$R_port" script flush >reply
expect_out 2 objectos storage incr n
coproc db { exec objectos batch; }
ask() { printf '%s\n' "$1" >&"${db[1]}" && read -r reply <&"${db[0]}"; }
for i in 3 4 5; do
  ask 'storage incr n'
  [[ $reply == *'"exit":0,"result":{"key":"n","value":'"$i"'}}' ]] || fail "$reply"
  redis-cli -p "$R_port" script flush >reply
done
expect_out 5 objectos storage get n
