#!/bin/bash
# On a terminal `clear` asks first, there and not on stdout, and goes on only after a yes.
. "$OBJECTOS_TESTS/lib.sh"

objectos storage set key x
on_terminal() { run python3 "$OBJECTOS_TESTS/on_terminal.py" "$@"; }
for answer in n '' maybe; do
  on_terminal "$answer" objectos storage clear
  [[ $status != 0 ]] || unexpected 'exit status' 'not 0' 0
  want_empty "$out"
  expect_err '\?'
  expect_out key objectos storage keys
done
on_terminal y objectos storage clear
want_status 0
want_empty "$out"
expect_out 0 objectos storage count
objectos storage set key x
on_terminal '' objectos storage clear --yes
want_status 0
expect_err ''
expect_out 0 objectos storage count
