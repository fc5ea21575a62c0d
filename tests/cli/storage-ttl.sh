#!/bin/bash
# `ttl` prints the seconds left, `none` for a key that never expires.
. "$OBJECTOS_TESTS/lib.sh"

expect_no objectos storage ttl nothing
expect_no test -e "$OBJECTOS_STATE_DIR"
objectos storage set forever x
expect_out none objectos storage ttl forever
expect_json '{"key":"forever","ttl_ms":null}' objectos storage ttl forever --json
objectos storage set soon x --ttl 90s
expect_status 0 objectos storage ttl soon
[[ $(cat "$out") =~ ^(8[5-9](\.[0-9]{1,3})?|90)$ ]] || unexpected stdout 'nearly 90, at most three decimals' "$(cat "$out")"
expect_status 0 objectos storage ttl soon --json
[[ $(cat "$out") =~ ^\{\"key\":\"soon\",\"ttl_ms\":(8[5-9][0-9]{3}|90000)\}$ ]] || unexpected stdout 'nearly 90000' "$(cat "$out")"
