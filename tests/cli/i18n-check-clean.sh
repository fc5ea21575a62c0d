#!/bin/bash
# A run without findings prints an empty document that is valid.
. "$OBJECTOS_TESTS/lib.sh"

mkdir locales
printf '{"a": "A"}' | tee locales/en.json >locales/de.json
expect_json '{"summary":{"files":2,"locales":2,"keys":1,"errors":0,"warnings":0,"infos":0},"findings":[]}' objectos i18n check --json
expect_nothing objectos i18n check --format jsonl
expect_nothing objectos i18n check --format github
expect_status 0 objectos i18n check --format gitlab
expect_same '[]' "$(jq -c . "$out")"
expect_status 0 objectos i18n check --format sarif
expect_same '[]' "$(jq -c '.runs[0].results' "$out")"
expect_status 0 objectos i18n check --format junit
expect_same '1 0' "$(python3 -c 'import sys, xml.etree.ElementTree as e; r = e.parse(sys.argv[1]).getroot(); print(len(list(r.iter("testcase"))), len(list(r.iter("failure"))))' "$out")"
expect_status 0 objectos i18n check --format checkstyle
expect_same 'checkstyle 0' "$(python3 -c 'import sys, xml.etree.ElementTree as e; r = e.parse(sys.argv[1]).getroot(); print(r.tag, len(r))' "$out")"
