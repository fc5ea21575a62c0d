#!/bin/bash
# Severities come from the configuration, by locale too, and from --rule, which wins; unknown ids name the nearest one.
. "$OBJECTOS_TESTS/lib.sh"

mkdir locales
printf '{"a": "A", "b": "B"}' >locales/en.json
for locale in de fr; do printf '{"a": "A"}' >locales/$locale.json; done
severities() { { objectos i18n check --json "$@" || :; } | jq -r '.findings[] | .locale + " " + .severity' | paste -sd ';'; }
expect_same 'de error;fr error' "$(severities)"
expect_same 'de info;fr info' "$(severities --rule missing-key=info)"
expect_same '' "$(severities --rule missing-key=off)"
expect_same 'de warning;fr warning' "$(severities --rule missing-key=off --rule missing-key=warning)"
printf '{"i18n": {"check": {"rules": {"missing-key": "warning"}, "locales": {"fr": {"missing-key": "off"}}}}}' >objectos.json
expect_same 'de warning' "$(severities)"
expect_same 'de info;fr info' "$(severities --rule missing-key=info)"
expect_error 2 'there is no rule "missing-kee"' objectos i18n check --rule missing-kee=off
expect_err 'did you mean missing-key'
expect_error 2 'rule: "missing-key" is not of the form' objectos i18n check --rule missing-key
expect_error 2 'no severity' objectos i18n check --rule missing-key=fatal

# All rules are listed, and each explains itself, in the user's language.
expect_status 0 objectos i18n check --list-rules
expect_status 0 grep -qP '^missing-key\terror\t' "$out"
expect_same 36 "$(objectos i18n check --list-rules --json | jq 'map(select(.rule and .summary and (.fixable | type) == "boolean")) | length')"
for id in $(objectos i18n check --list-rules | cut -f 1); do
  expect_status 0 objectos i18n check --explain "$id"
  (($(wc -w <"$out") > 15)) || fail "$id does not explain itself"
  cp "$out" english
  expect_status 0 objectos --lang zh i18n check --explain "$id"
  expect_no cmp -s english "$out"
done
expect_status 0 jq -e '.rule == "sorted" and (.explanation | length) > 50' <(objectos i18n check --explain sorted --json)
expect_error 2 'did you mean sorted' objectos i18n check --explain sort
