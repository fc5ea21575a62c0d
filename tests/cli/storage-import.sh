#!/bin/bash
# `import` reads what `export` wrote, with bytes, numbers and ends.
. "$OBJECTOS_TESTS/lib.sh"

objectos storage set text $'tab\tnew\nline "é"'
objectos storage set number 1.50 --as json
objectos storage set like-bytes '{"$base64":"YQ=="}' --as json
printf '\0\377' | objectos storage set blob --as bytes
objectos storage set soon x --ttl 1h
objectos storage export -o first
expect_json '{"imported":5,"kept":0}' objectos storage import first --json --state-dir "$test_dir/other"
expect_nothing objectos storage export -o second --state-dir "$test_dir/other"
expect_nothing cmp first second
expect_json '{"$base64":"YQ=="}' objectos storage get like-bytes --json --state-dir "$test_dir/other"
expect_bytes '\0\0377' objectos storage get blob --raw --state-dir "$test_dir/other"
expect_nothing objectos storage import <first --state-dir "$test_dir/third"
expect_nothing objectos storage import - <first --state-dir "$test_dir/third"
expect_nothing objectos storage export -o third --state-dir "$test_dir/third"
expect_nothing cmp first third
printf '{"key":"past","value":1,"expires_at":"2001-02-03T04:05:06Z"}' | expect_nothing objectos storage import
expect_no objectos storage has past
