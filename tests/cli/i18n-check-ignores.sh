#!/bin/bash
# The configuration's ignores take findings out by rule, key and locale; one that ignores nothing is told.
. "$OBJECTOS_TESTS/lib.sh"

mkdir locales
printf '{"a": {"x": "X", "y": "Y"}, "b": "B"}' >locales/en.json
printf '{"a": {}}' | tee locales/de.json >locales/fr.json
ignore() { printf '{\n"i18n": {"check": {"ignore": [\n%s\n]}}}\n' "$1" >objectos.json; }
left() { { objectos i18n check --json || :; } | jq -r '.findings[] | .locale + ":" + .key' | paste -sd ' '; }
expect_same 'de:b de:a.x de:a.y fr:b fr:a.x fr:a.y' "$(left)"
ignore '{"rule": "missing-key", "key": "a.*", "locale": "fr", "reason": "not yet"}'
expect_same 'de:b de:a.x de:a.y fr:b' "$(left)"
ignore '{"key": "a.x", "reason": "a name"}, {"locale": "d*", "reason": "begun"}'
expect_same 'fr:b fr:a.y' "$(left)"
ignore '{"rule": "missing-key", "key": "a.z", "reason": "gone"}'
expect_status 1 objectos i18n check
expect_status 0 grep -qx 'objectos.json:3:1: warning: nothing is ignored by this \[ignore-unused\]' "$out"
# Where not all was looked at nobody can tell.
for words in '--rule missing-key=off' 'locales/en.json locales/de.json'; do
  # shellcheck disable=SC2086 # words on purpose
  run objectos i18n check $words
  expect_no grep ignore-unused "$out"
done
ignore '{"rule": "missing-key", "key": "a.x"}'
expect_error 2 'objectos.json:3:1: an ignore needs a reason' objectos i18n check
expect_error 2 'objectos.json:3:1: an ignore needs a reason' objectos config check
ignore '{"rule": "missing", "reason": "x"}'
expect_error 2 'objectos.json:3:10: there is no rule "missing"' objectos i18n check
