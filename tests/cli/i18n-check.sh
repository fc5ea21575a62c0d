#!/bin/bash
# check compares every locale with the source: a line for each finding, a summary on stderr, and exit status 1 for errors.
. "$OBJECTOS_TESTS/lib.sh"

mkdir locales
printf '{\n  "hello": "Hello {{name}}",\n  "save": "Save"\n}\n' >locales/en.json
printf '{\n  "hello": "Bonjour {{nom}}"\n}\n' >locales/fr.json
expect_status 1 objectos i18n check
expect_stdout 'locales/fr.json:1:1: error: "save" is missing [missing-key]
locales/fr.json:2:12: error: unknown {{nom}}: the source has {{name}} [unknown-placeholder]'
expect_err '^objectos: i18n check: errors: 2, warnings: 0, infos: 0; files: 2, locales: 2, keys: 2$'
# The directory can be named, and is found from below through the configuration.
expect_status 1 objectos i18n check locales -q
expect_err ''
mkdir deep
printf '{"i18n": {"locales": "locales"}}' >objectos.json
(cd deep && objectos i18n check -q >../from-below) || :
expect_same "$(sed 's,^,../,' "$out")" "$(cat from-below)"
# Messages follow --lang, JSON does not.
expect_status 1 objectos i18n check --lang zh
expect_same 'locales/fr.json:1:1: error: 缺少“save” [missing-key]' "$(head -n 1 "$out")"
# So do the words in them.
cp locales/fr.json saved && printf '{"hello": {"a": "b"}, "save": "Garder"}' >locales/fr.json
expect_status 1 objectos i18n check --lang zh
expect_status 0 grep -q '这里是 对象，源语言中是 文本' "$out"
expect_status 1 grep -q 'an object\|a text' "$out"
mv saved locales/fr.json
expect_status 1 objectos i18n check --lang zh --json
expect_status 0 grep -q 'is missing' "$out"
# What is right is silent.
printf '{"hello": "Bonjour {{name}}", "save": "Garder"}' >locales/fr.json
expect_status 0 objectos i18n check
expect_stdout ''
expect_err 'errors: 0, warnings: 0, infos: 0'
expect_nothing objectos i18n check -q
# Plural rules are named where they were used.
printf '{"n": {"one": "{{count}} file", "other": "{{count}} files"}}' >locales/en.json
printf '{"n": {"one": "{{count}} fichier", "other": "{{count}} fichiers"}}' >locales/fr.json
expect_status 0 objectos i18n check
expect_err 'plural rules: CLDR [0-9]+$'
