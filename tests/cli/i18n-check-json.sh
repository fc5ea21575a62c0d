#!/bin/bash
# The JSON has a summary and each finding with its place, its key and the place in the source; jsonl a finding a line.
. "$OBJECTOS_TESTS/lib.sh"

mkdir -p locales
printf '{\n  "menu": {\n    "hello": "Hello {{name}}"\n  }\n}\n' >locales/en.json
printf '{\n  "menu": {\n    "hello": "Hallo {{nam}}"\n  }\n}\n' >locales/de.json
run objectos i18n check --json
want_status 1
fingerprint=$(jq -r '.findings[0].fingerprint' "$out")
wanted=$(jq -c --arg fingerprint "$fingerprint" '.findings[0].fingerprint = $fingerprint' <<'JSON'
{"summary":{"files":2,"locales":2,"keys":1,"errors":1,"warnings":0,"infos":0},"findings":[
  {"rule":"unknown-placeholder","severity":"error","locale":"de","key":"menu.hello",
   "message":"unknown {{nam}}: the source has {{name}}","file":"locales/de.json","line":3,"column":14,"end_line":3,"end_column":29,
   "source":{"file":"locales/en.json","line":3,"column":14},"fingerprint":""}]}
JSON
)
expect_json_status 1 "$wanted" objectos i18n check --json
cp "$out" as-json
expect_status 1 objectos i18n check --format json
expect_same "$(cat as-json)" "$(cat "$out")"
expect_status 1 objectos i18n check --format jsonl
expect_same "$(jq -c '.findings[]' as-json)" "$(jq -c . "$out")"
expect_json_error 2 usage 'exclude' objectos i18n check --json --format sarif
# The fingerprint stays when lines move.
sed -i '1s/$/\n\n/' locales/de.json
expect_same "$fingerprint" "$({ objectos i18n check --json || :; } | jq -r '.findings[0].fingerprint')"
# A name that is not UTF-8 leaves the documents valid.
cp locales/de.json "locales/de-AT-"$'\xff'".json" || skip 'a file system that takes any name'
mkdir $'odd\xff' && cp locales/en.json locales/de.json $'odd\xff'
for format in json sarif gitlab; do
  expect_status 1 objectos i18n check $'odd\xff' --format $format
  expect_status 0 python3 -c 'import json, sys; json.load(open(sys.argv[1], encoding="utf-8"))' "$out"
done
for format in junit checkstyle; do
  expect_status 1 objectos i18n check $'odd\xff' --format $format
  expect_status 0 python3 -c 'import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.argv[1])' "$out"
done
