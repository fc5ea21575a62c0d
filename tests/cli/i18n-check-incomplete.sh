#!/bin/bash
# A file that cannot be read or parsed is a finding and exit status 3, which wins; the others are checked all the same.
. "$OBJECTOS_TESTS/lib.sh"

mkdir locales
printf '{"a": "A", "b": "B"}' >locales/en.json
printf '{"a": "A"}' >locales/de.json
printf '{"a": "A",\n "b" "B"}' >locales/fr.json
expect_status 3 objectos i18n check
expect_status 0 grep -q '^locales/de.json:1:1: error: "b" is missing' "$out"
expect_status 3 objectos i18n check
expect_status 0 grep -q '^locales/fr.json:2:.*\[syntax\]$' "$out"
expect_status 3 objectos i18n check --rule syntax=off --rule missing-key=off
for format in json jsonl sarif github gitlab junit checkstyle; do
  expect_status 3 objectos i18n check --format $format
  expect_err ''
done
expect_status 3 objectos i18n check --format sarif
expect_status 0 jq -e '.runs[0].invocations[0].executionSuccessful == false' "$out"
printf '{"a": "A", "b": "B"}' >locales/fr.json
expect_status 1 objectos i18n check --format sarif
expect_status 0 jq -e '.runs[0].invocations[0].executionSuccessful' "$out"
rm locales/de.json
mkdir locales/de.json
expect_status 0 objectos i18n check
expect_error 2 'no translation files' objectos i18n check locales/de.json
expect_error 2 'source' objectos i18n check --source xx
