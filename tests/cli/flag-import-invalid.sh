#!/bin/bash
# A broken file says what, where and in which file, and changes nothing.
. "$OBJECTOS_TESTS/lib.sh"

objectos flag set a true
objectos flag export >before
# TEXT on line 5 of a file with a good flag in front.
expect_fault() {
  printf '{\n"flags": {\n"a": {"state": "ENABLED", "variants": {"on": false}, "defaultVariant": "on"},\n"b":\n%s\n}\n}\n' \
    "$1" >flags.json
  expect_error 3 "$2" objectos flag import flags.json
  expect_same "$(cat before)" "$(objectos flag export)"
}
expect_fault '{"state": "ENABLED", "variants": {"x": 1,}}' 'flags\.json:5:42: a key in quotes is expected'
expect_fault '{"state": "on", "variants": {}}' 'flags\.json:5:11: "state" is "ENABLED" or "DISABLED"'
expect_fault '{"state": "ENABLED", "variants": {"x": 1}, "defaultVariant": "y"}' \
  'flags\.json:5:62: "defaultVariant" is the name of a variant'
expect_fault '{"state": "ENABLED", "variants": {}, "targeting": {"if": [{"startswith": ["a", "b"]}, "x"]}}' \
  'flags\.json:5:60: there is no operator "startswith"; did you mean "starts_with"'
expect_fault '{"state": "ENABLED", "variants": {}, "targeting": {"$ref": "r"}}' \
  'flags\.json:5:60: there is no rule "r" in "\$evaluators"'
expect_fault "$(printf '[%.0s' {1..2000})" 'flags\.json:5:[0-9]+: '
expect_error 3 'standard input:1:1: ' objectos flag import - <<<'[]'
expect_error 2 'nothing\.json' objectos flag import nothing.json
