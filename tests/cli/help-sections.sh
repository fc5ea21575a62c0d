#!/bin/bash
# `--help` has a usage line, options, examples, environment and exit status.
. "$OBJECTOS_TESTS/lib.sh"

expect_status 0 objectos storage set --help
cp "$out" help
for word in usage options examples environment 'exit status'; do
  grep -qi "^$word" help || unexpected stdout "a section $word" "$(cat help)"
done
expect_status 0 grep -q -- '--if-absent' help
expect_status 0 grep -q -- '^ .*objectos storage set ' help
! grep -q $'\e' help || unexpected stdout 'no escape sequences' "$(cat -v help)"
