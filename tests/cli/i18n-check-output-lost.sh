#!/bin/bash
# A reader that has gone ends the check quietly with 141, a full disk with 4; a baseline on a full disk stays as it was.
. "$OBJECTOS_TESTS/lib.sh"

mkdir locales
python3 -c 'import json; json.dump({f"key{i}": "text" for i in range(5000)}, open("locales/en.json", "w"))'
python3 -c 'import json; json.dump({f"other{i}": "text" for i in range(5000)}, open("locales/de.json", "w"))'
for format in text json sarif junit; do
  status=0
  objectos i18n check -q --format $format 2>lost | head -c 1 >/dev/null || status=${PIPESTATUS[0]}
  expect_same 141 "$status"
  expect_same '' "$(cat lost)"
  expect_status 4 sh -c "objectos i18n check -q --format $format >/dev/full"
done
cat >full.sh <<'SCRIPT'
. "$OBJECTOS_TESTS/lib.sh"
mount -t tmpfs -o size=8k none known
expect_status 4 objectos i18n check -q locales --baseline known/base.json --update-baseline
expect_same '' "$(ls known)"
SCRIPT
mkdir known
with_mounts full.sh
