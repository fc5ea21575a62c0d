#!/bin/bash
# --lang translates messages, never the JSON or the status.
. "$OBJECTOS_TESTS/lib.sh"

expect_error 2 '' objectos --lang en storage set key value --ttl 0
cp "$err" english
expect_error 2 '' objectos --lang zh storage set key value --ttl 0
expect_no cmp -s english "$err"
expect_status 2 env OBJECTOS_LANG=zh objectos storage set key value --ttl 0
expect_no cmp -s english "$err"
expect_status 2 env LANG=zh_CN.UTF-8 objectos storage set key value --ttl 0
expect_no cmp -s english "$err"
expect_status 2 env LC_ALL=C.UTF-8 LANG=zh_CN.UTF-8 objectos storage set key value --ttl 0
expect_nothing cmp english "$err"
objectos storage set key x
expect_json '{"exists":true}' objectos --lang zh storage has key --json
expect_json_error 2 usage '' objectos --lang zh storage set key value --ttl 0 --json
