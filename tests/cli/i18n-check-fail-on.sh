#!/bin/bash
# --fail-on says from which severity on the exit status is 1.
. "$OBJECTOS_TESTS/lib.sh"

mkdir locales
printf '{"a": "A", "b": "B"}' >locales/en.json
printf '{"a": "", "b": "B"}' >locales/de.json
expect_status 0 objectos i18n check
expect_status 0 grep -q 'warning: .*empty-value' "$out"
expect_status 1 objectos i18n check --fail-on warning
expect_status 1 objectos i18n check --fail-on info
expect_status 0 objectos i18n check --fail-on warning --rule empty-value=info
expect_status 1 objectos i18n check --fail-on info --rule empty-value=info
expect_error 2 'none of' objectos i18n check --fail-on off
