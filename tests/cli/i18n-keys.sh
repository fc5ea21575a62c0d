#!/bin/bash
# i18n keys lists a locale's keys, i18n locales the locales, with their files and keys.
. "$OBJECTOS_TESTS/lib.sh"

mkdir -p locales/de locales/bin
echo '{"b": {"z": "1", "a": "2"}, "items": {"one": "x", "other": "y"}, "file_one": "x", "file_other": "y", "list": ["l"]}' >locales/en.json
printf 'title: Laden\n' >locales/de/shop.yml
printf '{"name": "Name"}' >locales/de/user.json
printf 'fr:\n  a: x\n' >locales/fr.yaml
echo '{}' >locales/percentages.json
echo hello >locales/README.md

expect_out $'b.a\nb.z\nfile\nitems\nlist.0' objectos i18n keys
expect_out $'shop.title\nuser.name' objectos i18n keys --locale de
expect_ndjson $'{"key":"b.a"}\n{"key":"b.z"}' objectos i18n keys 'b*' --json
expect_nothing objectos i18n keys 'x*'
expect_nothing objectos i18n keys --locale es
expect_out $'de\t2\t2\nen\t1\t5\nfr\t1\t1' objectos i18n locales
expect_ndjson $'{"locale":"de","files":2,"keys":2}\n{"locale":"en","files":1,"keys":5}\n{"locale":"fr","files":1,"keys":1}' \
  objectos i18n locales --json
expect_error 2 'not a language tag' objectos i18n keys --locale ../en
