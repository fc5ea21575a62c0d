#!/bin/bash
# `import` checks everything before it writes anything, and names the line.
. "$OBJECTOS_TESTS/lib.sh"

refused() {
  printf '%s\n' '{"key":"good","value":1}' "$1" '{"key":"also","value":2}' >lines
  expect_error 3 'lines:2' objectos storage import lines
  expect_out 0 objectos storage count
}
refused '{"key":"k"}'
refused '{"value":1}'
refused '{"key":"k","value":}'
refused '{"key":"k","value":1} x'
refused '{"key":"","value":1}'
refused '{"key":7,"value":1}'
refused '{"key":"a\nb","value":1}'
refused '{"key":"k","value":1,"expires_at":"tomorrow"}'
refused '[]'
refused $'{"key":"k","value":"\xff"}'
refused '{"key":"k","value":1'
expect_json_error 3 data 'lines:2' objectos storage import lines --json
