#!/bin/bash
# The settings i18n.check are read, options win; what is wrong is exit status 2 with file, line and column.
. "$OBJECTOS_TESTS/lib.sh"

mkdir -p texts/en texts/de
printf '{"a": "A %%{n} {{x}}", "long": "L"}' >texts/en/app.json
printf '{"a": "A %%{m} {{y}}", "long": "Lang"}' >texts/de/app.json
configure() { printf '{"i18n": {"locales": "texts", %s}}' "$1" >objectos.json; }
rules() { { objectos i18n check --json --rule dropped-placeholder=off --rule near-placeholder=off "$@" || :; } | jq -r '.findings[].message' | paste -sd ';'; }
configure '"check": {}'
expect_same 'unknown {{y}}: the source has {{x}}' "$(rules)"
configure '"delimiters": ["{{", "}}", "%{", "}"]'
expect_same 'unknown %{m};unknown {{y}}' "$(rules | tr ';' '\n' | cut -d : -f 1 | sort | paste -sd ';')"
expect_same 'unknown %{m}: the source has %{n}' "$(rules --delimiters '%{,}')"
configure '"check": {"max_length": {"lo*": 3}, "rules": {"unknown-placeholder": "off"}}'
expect_same '4 characters, 3 are allowed' "$(rules)"
configure '"check": {"min_coverage": {"*": 100}, "source": "de", "rules": {"unknown-placeholder": "off"}}'
expect_same '' "$(rules)"
expect_same 1 "$(rules --source en --min-coverage de=100 | wc -l)"
configure '"check": {"sorce": "de"}'
expect_error 2 'objectos.json:1:[0-9]+: unknown key "i18n.check.sorce"' objectos i18n check
expect_err 'i18n.check.source'
configure '"check": {"usage": ["../**/*.ts"]}'
expect_error 2 'objectos.json:1:[0-9]+: "../\*\*/\*.ts" is outside' objectos i18n check
for wrong in '--min-coverage de' '--min-coverage de=101' '--min-coverage =5' '--delimiters {{' '--jobs x' '--plurals some'; do
  # shellcheck disable=SC2086 # words on purpose
  expect_error 2 '' objectos i18n check texts $wrong
done
