#!/bin/bash
# i18n fix leaves a file alone that it cannot parse or write, mends the others, and never leaves half a file (i18n-fix-killed).
. "$OBJECTOS_TESTS/lib.sh"

mkdir locales
printf '{"a":"x","b":"y"}' >locales/en.json
printf '{"a":"x",}' >locales/de.json
printf '{"a":"x"}' >locales/fr.json
chmod 640 locales/fr.json
expect_status 3 objectos i18n fix
expect_stdout 'locales/fr.json	1'
expect_err '^objectos: i18n fix: locales/de.json:1:9: JSON allows no comma'
expect_same '{"a":"x",}' "$(cat locales/de.json)"
expect_same '640' "$(stat -c %a locales/fr.json)"
