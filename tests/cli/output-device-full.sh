#!/bin/bash
# A full standard output is an error, not a silent loss.
. "$OBJECTOS_TESTS/lib.sh"

objectos storage set key x
for command in 'get key' 'keys' 'export' 'count'; do
  status=0
  # shellcheck disable=SC2086 # words on purpose
  objectos storage $command >/dev/full 2>complaint || status=$?
  expect_same "4 from $command" "$status from $command"
  expect_same 1 "$(grep -c '^objectos: ' complaint)"
done
