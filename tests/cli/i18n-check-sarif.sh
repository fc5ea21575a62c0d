#!/bin/bash
# The SARIF is what version 2.1.0 asks for: members, kinds, enumerations, places, rules that results refer to.
. "$OBJECTOS_TESTS/lib.sh"

dir='odd dir #%é'
mkdir "$dir"
printf '{"a": "A {{x}}", "ü": {"b": "B"}, "c": "C"}' >"$dir/en.json"
printf '{"a": "Ä 😀 {{y}}", "ü": {}, "c": ""}' >"$dir/de.json"
expect_status 1 objectos i18n check --format sarif "$dir"
expect_status 0 python3 "$OBJECTOS_TESTS/tools/check_sarif.py" "$out"
expect_status 1 objectos i18n check --format sarif "$dir"
expect_status 0 jq -e '.runs[0] | .columnKind == "unicodeCodePoints" and (.results | length) == 3
  and all(.results[]; .locations[0].physicalLocation.artifactLocation.uri == "odd%20dir%20%23%25%C3%A9/de.json")
  and ([.results[] | .level] | sort) == ["error", "error", "warning"]
  and ([.results[] | select(.ruleId == "unknown-placeholder")][0] | .locations[0].physicalLocation.region
       == {"startLine": 1, "startColumn": 7, "endLine": 1, "endColumn": 18}
       and .relatedLocations[0].physicalLocation.artifactLocation.uri == "odd%20dir%20%23%25%C3%A9/en.json")' "$out"
expect_status 1 objectos i18n check --format sarif "$PWD/$dir"
expect_status 0 jq -e '.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri | startswith("file:///")' "$out"
# The check itself can fail.
expect_status 1 objectos i18n check --format sarif "$dir"
for wrong in 'ruleIndex = 1' 'lvel = "error"' 'level = "info"' 'message = {}' 'locations[0].physicalLocation.region.startLine = 0'; do
  jq ".runs[0].results[0].$wrong" "$out" >wrong.sarif
  expect_no python3 -c 'import runpy, sys; sys.argv = sys.argv[1:]; sys.stderr = open("/dev/null", "w"); runpy.run_path(sys.argv[0], run_name="__main__")' "$OBJECTOS_TESTS/tools/check_sarif.py" wrong.sarif
done
