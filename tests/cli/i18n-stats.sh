#!/bin/bash
# i18n stats tells how much each locale has of the source.
. "$OBJECTOS_TESTS/lib.sh"

mkdir locales
printf '{"a":"x","b":{"c":"y","d":"z"}}' >locales/en.json
printf '{"a":"x","b":{"c":"","d":"z"}}' >locales/fr.json
printf '{"a":"x"}' >locales/de.json
printf '{}' >locales/de-AT.json
expect_out 'de	3	1	2	0	33.3
de-AT	3	3	0	0	100.0
fr	3	2	0	1	66.6' objectos i18n stats
expect_ndjson '{"locale":"de","keys":3,"translated":1,"missing":2,"empty":0,"coverage":33.3}
{"locale":"de-AT","keys":3,"translated":3,"missing":0,"empty":0,"coverage":100.0}
{"locale":"fr","keys":3,"translated":2,"missing":0,"empty":1,"coverage":66.6}' objectos i18n stats --json
# What cannot be parsed is told, and the others are counted.
printf '{' >locales/de.json
expect_status 3 objectos i18n stats locales
expect_err '^objectos: i18n stats: locales/de.json:1:1: this \{ is never closed'
expect_same 3 "$(wc -l <"$out")"
expect_error 2 'no translation files in' objectos i18n stats "$TMPDIR"
