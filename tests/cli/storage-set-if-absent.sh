#!/bin/bash
# `--if-absent` writes only where there is nothing; otherwise status 1 and nothing changes.
. "$OBJECTOS_TESTS/lib.sh"

expect_nothing objectos storage set key first --if-absent
expect_no objectos storage set key second --if-absent --ttl 1h
expect_out first objectos storage get key
expect_out none objectos storage ttl key
expect_json_status 1 '{"key":"key","set":false}' objectos storage set key third --if-absent --json
expect_json '{"key":"new","set":true}' objectos storage set new x --if-absent --json
