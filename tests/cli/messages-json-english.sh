#!/bin/bash
# What a program reads stays English and the same: JSON, its errors, the exit status.
. "$OBJECTOS_TESTS/lib.sh"

export LANG=zh_CN.UTF-8
expect_json_error 2 usage 'KEY is missing' objectos storage get --json
expect_json_error 2 usage 'unknown command' objectos --json nosuch
expect_json '{"key":"k","set":true}' objectos storage set k v --json
expect_json '{"key":"k","ttl_ms":null}' objectos storage ttl k --json
expect_out none objectos storage ttl k
expect_error 2 '缺少 KEY' objectos storage get
echo '["storage","get"]' >lines
expect_status 6 objectos batch <lines
expect_status 0 grep -q 'KEY is missing' "$out"
