#!/bin/bash
# Any JSON can be a flag's value; get prints its variant, and 0, null and "" are off.
. "$OBJECTOS_TESTS/lib.sh"

expect_nothing objectos flag set theme '"dark"'
expect_out dark objectos flag get theme
expect_nothing objectos flag set limits '{"cpu": 2, "mem": 1.50}'
expect_json '{"flag":"limits","variant":"{\"cpu\":2,\"mem\":1.50}","value":{"cpu":2,"mem":1.50},"reason":"STATIC"}' \
  objectos flag get limits --json
for off in 0 0.0 null '""' false; do
  objectos flag delete f
  objectos flag set f "$off"
  expect_status 1 objectos flag get f
done
printf '"from a pipe"' | objectos flag set piped -
expect_out 'from a pipe' objectos flag get piped
expect_error 3 '"dark".: .*text is JSON in quotes|text is JSON in quotes' objectos flag set theme dark
expect_error 3 'theme: the values of this flag are of type string, not number' objectos flag set theme 3
expect_out dark objectos flag get theme
