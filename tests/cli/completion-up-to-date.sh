#!/bin/bash
# completions/ holds what `objectos completion` prints.
. "$OBJECTOS_TESTS/lib.sh"

for pair in bash:objectos.bash zsh:_objectos fish:objectos.fish; do
  expect_status 0 objectos completion "${pair%%:*}"
  cmp -s "$out" "$OBJECTOS_TESTS/../completions/${pair#*:}" || fail "completions/${pair#*:} is old: cmake --build BUILD --target generate"
done
