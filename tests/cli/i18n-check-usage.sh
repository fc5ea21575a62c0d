#!/bin/bash
# --usage tells keys that no code uses and keys that are not there; what was not looked for is not stale or unused.
. "$OBJECTOS_TESTS/lib.sh"

mkdir locales src
printf '{"a": "A", "b": "B"}' | tee locales/en.json >locales/de.json
printf 't("a"); t("c");\n' >src/app.ts
expect_status 0 objectos i18n check -q --fail-on info
expect_stdout ''
expect_status 1 objectos i18n check -q --usage 'src/**/*.ts'
expect_stdout 'locales/en.json:1:12: warning: no code uses "b" [unused-key]
src/app.ts:1:11: error: there is no key "c" [undefined-key]'
expect_nothing objectos i18n check -q --usage 'src/**/*.ts' --baseline known.json --update-baseline
expect_nothing objectos i18n check -q --usage 'src/**/*.ts' --baseline known.json --fail-on info
expect_nothing objectos i18n check -q --baseline known.json --fail-on info
printf 't("a"); t("b");\n' >src/app.ts
expect_status 1 objectos i18n check -q --usage 'src/**/*.ts' --baseline known.json --fail-on warning
expect_same 2 "$(grep -c 'ignore-unused' "$out")"
expect_nothing objectos i18n check -q --usage 'src/**/*.ts' --baseline known.json --update-baseline --fail-on warning
expect_same '[]' "$(jq -c .findings known.json)"
# An ignore for a rule that is not looked for is not told to be unused.
printf '{"i18n": {"locales": "locales", "check": {"ignore": [{"rule": "unused-key", "reason": "used by a server"}]}}}' >objectos.json
expect_nothing objectos i18n check -q --fail-on info
expect_status 0 objectos i18n check -q --usage 'src/**/*.ts'
expect_status 0 grep -q ignore-unused "$out"
