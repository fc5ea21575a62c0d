#!/bin/bash
# i18n t prints a text in the locale that is asked for, or in the next one that has it.
. "$OBJECTOS_TESTS/lib.sh"

mkdir locales
cat >locales/en.json <<'END'
{"greeting": "Hello {{name}}", "only": {"here": "in English", "list": ["a", "b"]}, "lines": "one\ntwo",
 "when": "{{ d, date:long }}, {{ n | number }}, {{ items, list }}, {{ p, currency:EUR }} and {{- unknown }}"}
END
echo '{"greeting": "Hallo {{name}}"}' >locales/de.json
printf 'pt-BR:\n  greeting: Olá {{name}}\n' >locales/pt_BR.yml

expect_out 'Hello Ada' objectos i18n t greeting -p name=Ada
expect_out 'Hallo Ada' objectos i18n t greeting --param name=Ada --locale de
expect_out 'Hallo Ada=x' objectos i18n t greeting --locale DE_at -p name=Ada=x
expect_out 'Olá ' objectos i18n t greeting --locale pt-br -p name=
expect_out 'Hello {{name}}' objectos i18n t greeting
expect_out 'in English' objectos i18n t only.here --locale de
expect_out b objectos i18n t only.list.1
expect_out $'one\ntwo' objectos i18n t lines
expect_json '{"key":"only.here","locale":"de","value":"in English","found":true,"fallback":"en"}' \
  objectos i18n t only.here --locale de --json
expect_json '{"key":"greeting","locale":"de","value":"Hallo {{name}}","found":true,"fallback":null}' \
  objectos i18n t greeting --locale de --json

# Values are typed by the directive that uses them; a name that is given again is a list.
expect_out 'January 15, 2024, 1,234.50, a, b, and c, €3.00 and {{- unknown }}' objectos i18n t when \
  -p d=2024-01-15 -p n=1234.50 -p items=a -p items=b -p items=c -p p=3
expect_status 0 objectos i18n t when -p n=many -p p=2
expect_stdout '{{ d, date:long }}, many, {{ items, list }}, €2.00 and {{- unknown }}'
expect_err 'when: n: "many" is not a number'

# The configuration says where files are and which locales are meant; --lang is for this program's own words.
mkdir other
echo '{"greeting": "<name>!"}' >other/fr.json
expect_out 'Ada!' env OBJECTOS_I18N_DELIMITERS='["<",">"]' OBJECTOS_I18N_LOCALES=other OBJECTOS_I18N_DEFAULT_LOCALE=fr \
  objectos i18n t greeting -p name=Ada --lang zh
expect_out 'Hallo {{name}}' env OBJECTOS_I18N_FALLBACK_LOCALE=de objectos i18n t greeting --locale fr

expect_error 2 '"Ada" is not NAME=VALUE' objectos i18n t greeting -p Ada
expect_error 2 '"=Ada" is not NAME=VALUE' objectos i18n t greeting -p =Ada
expect_error 2 '"../en" is not a language tag' objectos i18n t greeting --locale ../en
expect_error 2 '--param: not valid UTF-8' objectos i18n t greeting -p $'name=\xff'
expect_error 2 'KEY: not valid UTF-8' objectos i18n t $'\xff'
expect_error 2 'i18n.delimiters: ' env OBJECTOS_I18N_DELIMITERS='["{"]' objectos i18n t greeting
