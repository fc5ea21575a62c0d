#!/bin/bash
# Without --as a value stays the string it is, whatever it looks like.
. "$OBJECTOS_TESTS/lib.sh"

for value in 123 1.0 true null '{"a":1}' '"quoted"' ' blanks ' '$HOME' '\n' 'a=b'; do
  expect_nothing objectos storage set key "$value"
  expect_out "$value" objectos storage get key
done
objectos storage set key 123
expect_json '"123"' objectos storage get key --json
objectos storage set key '"q"'
expect_json '"\"q\""' objectos storage get key --json
expect_nothing objectos storage set key 7 --as string
expect_json '"7"' objectos storage get key --json
