#!/bin/bash
# i18n t opens the files that may hold the key, those of the nearest locale first, and no others.
. "$OBJECTOS_TESTS/lib.sh"

mkdir -p locales/de
for locale in en fr pt; do echo "{\"shop\": {\"title\": \"$locale\"}, \"only\": {\"$locale\": \"$locale\"}}" >"locales/$locale.json"; done
echo '{"title": "de"}' >locales/de/shop.json
echo '{"title": "user"}' >locales/de/user.json
echo '{"part": "models", "de": "x"}' >locales/de/models.json
opened() { # CMD…: the translation files that it opened
  expect_status 0 strace -f -qq -e trace=openat -o trace "$@"
  sed -En 's,.*locales/([^"]*\.json).*,\1,p' trace | paste -sd' '
}
expect_same en.json "$(opened objectos i18n t shop.title)"
expect_same de/shop.json "$(opened objectos i18n t shop.title --locale de-AT)"
expect_same de/shop.json "$(opened objectos i18n t shop:title --locale de)"
expect_same 'fr.json en.json' "$(opened objectos i18n t only.en --locale fr)"
expect_same pt.json "$(opened objectos i18n keys --locale pt)"
# A file whose root is the locale may hold any key.
echo '{"de": {"models": {"part": "Teil"}, "rails": "Schiene"}}' >locales/de/models.json
expect_out Schiene objectos i18n t rails --locale de
expect_out Teil objectos i18n t models.part --locale de
