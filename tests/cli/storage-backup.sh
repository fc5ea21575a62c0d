#!/bin/bash
# `backup` copies the whole state directory into one file; `restore` brings it back.
. "$OBJECTOS_TESTS/lib.sh"

objectos storage set a before
printf '\0\377' | objectos storage set b --as bytes --ttl 1h
objectos storage export -o before
expect_nothing objectos storage backup copy
expect_out 600 stat -c %a copy
objectos storage set a after
objectos storage set c new
expect_nothing objectos storage restore copy
expect_nothing objectos storage export -o after
expect_nothing cmp before after
expect_nothing objectos storage restore copy --state-dir "$test_dir/other"
expect_nothing objectos storage export -o other --state-dir "$test_dir/other"
expect_nothing cmp before other
