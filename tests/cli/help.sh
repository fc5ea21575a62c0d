#!/bin/bash
# `-h` is short, `--help` complete; both go to stdout and leave no trace.
. "$OBJECTOS_TESTS/lib.sh"

for verb in get set delete has keys count incr ttl expire persist export import copy backup restore scopes clear gc; do
  expect_status 0 objectos storage "$verb" -h
  expect_err ''
  short=$(wc -l <"$out")
  expect_status 0 objectos storage "$verb" --help
  expect_err ''
  (($(wc -l <"$out") > short)) || fail "--help of $verb is no longer than -h"
  expect_status 0 grep -qi '^exit status' "$out"
done
expect_status 0 objectos --help
expect_status 0 objectos -h
expect_status 0 objectos storage --help
expect_status 0 objectos storage get --help key
expect_no test -e "$OBJECTOS_STATE_DIR"
