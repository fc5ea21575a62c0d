#!/bin/bash
# i18n t --count prints the plural form that the text's language wants.
. "$OBJECTOS_TESTS/lib.sh"

mkdir locales
cat >locales/en.json <<'END'
{"items": {"one": "{{count}} item for {{name}}", "other": "{{count}} items for {{name}}", "zero": "nothing for {{name}}"},
 "file_one": "one file", "file_other": "{{count | number}} files", "exact": {"1": "just one", "one": "one", "other": "many"},
 "plain": "{{count}} of them"}
END
cat >locales/ru.json <<'END'
{"items": {"one": "{{count}} штука", "few": "{{count}} штуки", "many": "{{count}} штук", "other": "{{count}} штуки"}}
END
expect_out '1 item for Ada' objectos i18n t items --count 1 -p name=Ada
expect_out '1.0 items for Ada' objectos i18n t items --count 1.0 -p name=Ada
expect_out 'nothing for Ada' objectos i18n t items --count 0 -p name=Ada
expect_out '-1 item for {{name}}' objectos i18n t items --count=-1
expect_out '21 штука' objectos i18n t items --count 21 --locale ru
expect_out '3 штуки' objectos i18n t items --count 3 --locale ru
expect_out '1.5 штуки' objectos i18n t items --count 1.5 --locale ru
expect_out '12345678901234567890123450 штук' objectos i18n t items --count 12345678901234567890123450 --locale ru-RU
expect_out '3 штуки' objectos i18n t items -p count=3 --locale ru
expect_out '1,234,567 files' objectos i18n t file --count 1234567 --locale ru
expect_out 'just one' objectos i18n t exact --count 1
expect_out '7 of them' objectos i18n t plain --count 7
# Without a number there is no form to choose.
expect_no objectos i18n t items
for count in 1e400 '' x 1. nan 0x1; do expect_error 2 'count: "[^"]*" is not a number' objectos i18n t items --count "$count"; done
