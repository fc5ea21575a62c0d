#!/bin/bash
# i18n plural prints the plural category that a number takes in a language.
. "$OBJECTOS_TESTS/lib.sh"

expect_out one objectos i18n plural 1
expect_out other objectos i18n plural 1.0
expect_out many objectos i18n plural 5 --locale ru
expect_out one objectos i18n plural 21 --locale ru-RU
expect_out two objectos i18n plural --locale=ar -- -2
expect_out many objectos i18n plural 1000000000000000000000000000000 --locale es
expect_json '{"category":"few"}' objectos i18n plural 3 --locale PL_pl --json
expect_out many env OBJECTOS_I18N_DEFAULT_LOCALE=uk objectos i18n plural 0

expect_error 2 'i18n plural: no plural rules are known for "kaa"' objectos i18n plural 1 --locale kaa
expect_error 2 '"1e400" is not a number in decimal digits' objectos i18n plural 1e400
expect_error 2 'not a number' objectos i18n plural ''
expect_json_error 2 usage 'not a number' objectos i18n plural x --json
# Without the module.
mkdir bin
cp "$objectos" bin/
expect_error 4 'the module icu is not installed' bin/objectos i18n plural 1
