#!/bin/bash
# Completion knows the locales and the keys of the translation files.
. "$OBJECTOS_TESTS/lib.sh"

mkdir locales
echo '{"cart": {"title": "x", "items": {"one": "1", "other": "2"}}, "user": "y", "-dash": "z"}' >locales/en.json
echo '{"nur": "x"}' >locales/de.json
complete() { objectos __complete zsh -- "$@"; }
expect_out $'cart.items\ncart.title\nuser' complete i18n t ''
expect_out $'cart.items\ncart.title' complete i18n t cart.
expect_out nur complete i18n keys --locale de ''
expect_out $'de\nen' complete i18n t --locale ''
expect_out --locale=de complete i18n t --locale=d
echo '{' >locales/en.json
expect_nothing complete i18n t ''
