#!/bin/bash
# Processes that use a session while another destroys it: it does not come back.
. "$OBJECTOS_TESTS/lib.sh"

for round in 1 2 3; do
  id=$(objectos session create alice)
  for i in 1 2 3 4; do
    (
      while objectos session get "$id" >/dev/null && objectos session set "$id" "[$i]"; do :; done
      ! objectos session get "$id" >/dev/null || fail "back after it was gone, round $round"
    ) &
  done
  expect_json '{"destroyed":1}' objectos session destroy "$id" --json
  expect_no objectos session get "$id"
  wait
  expect_no objectos session get "$id"
  expect_nothing objectos session list --user alice
done
