#!/bin/bash
# Several keys: a line each, empty for an absent one, and status 1 if any is absent.
. "$OBJECTOS_TESTS/lib.sh"

objectos storage set a 1
objectos storage set c '{"x":1}' --as json
expect_out $'1\n{"x":1}' objectos storage get a c
expect_json '{"a":"1","c":{"x":1}}' objectos storage get a c --json
expect_status 1 objectos storage get a b c
expect_bytes '1\n\n{"x":1}\n' cat "$out"
expect_json_status 1 '{"a":"1","c":{"x":1}}' objectos storage get a b c --json
expect_json_status 1 '{}' objectos storage get x y --json
