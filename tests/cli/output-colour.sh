#!/bin/bash
# Escape sequences go only to terminals, unless --color says otherwise.
. "$OBJECTOS_TESTS/lib.sh"

expect_status 0 objectos --color always --help
expect_status 0 grep -q $'\e\\[' "$out"
for options in '--color never' '--color auto' ''; do
  # shellcheck disable=SC2086 # words on purpose
  expect_status 0 objectos $options --help
  expect_no grep -q $'\e' "$out"
done
expect_status 0 env CLICOLOR_FORCE=1 objectos --help
expect_status 0 grep -q $'\e\\[' "$out"
expect_status 0 env NO_COLOR=1 objectos --help
expect_no grep -q $'\e' "$out"
