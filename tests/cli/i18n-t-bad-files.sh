#!/bin/bash
# A file that cannot be read or is damaged is an error that names it and the place; one that is not needed is none.
. "$OBJECTOS_TESTS/lib.sh"

mkdir locales
echo '{"a": "x"}' >locales/en.json
printf '{"a": "x",\n "b": }' >locales/de.json
printf 'fr:\n  a: "x\n' >locales/fr.yml
printf '{"a": "\xff"}' >locales/nl.json
printf '{"a": "x"' >locales/es.json
echo '["a"]' >locales/it.json
mkdir locales/pl.json
head -c 100000 /dev/zero | tr '\0' '[' >locales/sv.json
ln -s fi.json locales/fi.json

expect_out x objectos i18n t a
expect_error 3 'locales/de.json:2:2: ' objectos i18n t a --locale de
expect_json_error 3 data 'locales/de.json:2:2: ' objectos i18n t a --locale de --json
expect_error 3 'locales/fr.yml:[0-9]+:[0-9]+: ' objectos i18n t a --locale fr
expect_error 3 'locales/nl.json:1:8: .*UTF-8' objectos i18n t a --locale nl
for locale in es it sv; do expect_error 3 "locales/$locale.json:1:[0-9]+: " objectos i18n t a --locale $locale; done
expect_error 3 'locales/pl.json' objectos i18n t a --locale pl
expect_error 4 'locales/fi.json' objectos i18n t a --locale 'fi'
expect_error 3 'locales/de.json:2:2' objectos i18n keys --locale de
expect_error 3 'locales/de.json:2:2' objectos i18n locales
expect_error 4 'not-a-directory: Not a directory' env OBJECTOS_I18N_LOCALES=not-a-directory bash -c ': >not-a-directory; objectos i18n t a'
