#!/bin/bash
# A baseline hides what was there before; it only shrinks, and what is on it and found no more is told.
. "$OBJECTOS_TESTS/lib.sh"

mkdir locales
printf '{"a": "A {{x}}", "b": "B", "c": "C", "d": "D"}' >locales/en.json
printf '{"a": "A {{y}} {{z}}", "d": ""}' >locales/de.json
check() { objectos i18n check --baseline known/base.json "$@"; }
mkdir known
expect_error 2 'no such baseline' check
expect_err 'update-baseline makes one'
expect_error 2 'update-baseline: --baseline FILE is missing' objectos i18n check --update-baseline
expect_status 0 check --update-baseline
expect_stdout ''
expect_err 'known/base.json is made, findings: 5$'
expect_same 644 "$(stat -c %a known/base.json)"
cp known/base.json first
expect_same '{
  "version": 1,
  "findings": [
    {"rule": "unknown-placeholder", "file": "../locales/de.json", "key": "a"},' "$(head -n 4 known/base.json)"
expect_nothing check -q --fail-on info
expect_status 0 check --update-baseline -q
expect_nothing cmp first known/base.json

# A new finding is told, also one more of a kind; nothing new gets on the list.
printf '{"a": "A {{y}} {{z}} {{w}}", "d": "", "e": "E"}' >locales/de.json
for update in '' --update-baseline; do
  # shellcheck disable=SC2086 # no word if empty
  expect_status 1 check $update
  expect_same 'extra-key unknown-placeholder' "$(grep -o '\[[a-z-]*\]$' "$out" | tr -d '[]' | sort | paste -sd ' ')"
  expect_nothing cmp first known/base.json
done
# What is mended is stale until it is taken off, and then counts.
printf '{"a": "A {{y}} {{z}}", "b": "B", "d": ""}' >locales/de.json
expect_status 0 check
expect_same 'known/base.json:6:5: warning: missing-key in ../locales/de.json is found no more: --update-baseline removes it [ignore-unused]' "$(cat "$out")"
expect_status 0 check --update-baseline
expect_stdout ''
expect_err 'known/base.json: removed: 1, left: 4$'
expect_nothing check -q --fail-on info
printf '{"a": "A {{y}} {{z}}", "d": ""}' >locales/de.json
expect_status 1 check
# What was not looked for is not stale: another directory, another rule, a file that cannot be read.
expect_status 0 check --rule dropped-placeholder=off --rule missing-key=off --rule unknown-placeholder=off --rule empty-value=off
expect_stdout ''
mkdir other && cp locales/en.json other
expect_status 0 check other
expect_stdout ''
printf '{' >locales/de.json
cp known/base.json before
expect_status 3 check --update-baseline
expect_nothing cmp before known/base.json
expect_error 3 'mend them first' objectos i18n check --baseline new.json --update-baseline
# It holds from anywhere, and the configuration can name it.
printf '{"a": "A {{y}} {{z}}", "b": "B", "d": ""}' >locales/de.json
printf '{"i18n": {"locales": "locales", "check": {"baseline": "known/base.json"}}}' >objectos.json
mkdir deep
cd deep
expect_nothing objectos i18n check -q --fail-on info
