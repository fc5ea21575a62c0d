#!/bin/bash
# GitHub's commands, GitLab's report, JUnit's and Checkstyle's XML say each finding, whatever keys, texts and paths hold.
. "$OBJECTOS_TESTS/lib.sh"

dir='a,b: 100%&<"'
mkdir "$dir"
printf '{"a": "A {{x}}", "b": "B", "a\\nb": "C"}' >"$dir/en.json"
printf '{"a": "A {{<&\\"%%}}", "b": ""}' >"$dir/de.json"
run objectos i18n check --format github "$dir"
want_status 1
expect_same 3 "$(grep -c '^::' "$out")"
expect_same 3 "$(wc -l <"$out")"
expect_status 0 grep -qE '^::error file=a%2Cb%3A 100%25&<"/de\.json,line=1,endLine=1,col=[0-9]+,endColumn=[0-9]+,title=[a-z-]+::' "$out"
expect_status 1 objectos i18n check --format github "$dir"
expect_status 0 grep -q '^::warning file=.*title=empty-value::' "$out"
expect_status 1 objectos i18n check --format github "$dir"
expect_status 0 grep -q 'title=missing-key::"a%0Ab" is missing' "$out"

expect_status 1 objectos i18n check --format gitlab "$dir"
expect_status 0 jq -e --arg path "$dir/de.json" 'length == 3 and all(.[]; .location.path == $path and .location.lines.begin == 1
  and (.fingerprint | length) > 0 and (.description | length) > 0 and (.check_name | length) > 0)
  and ([.[].fingerprint] | unique | length) == 3 and ([.[].severity] | sort | unique) == ["major", "minor"]' "$out"

cat >read_xml.py <<'PYTHON'
import sys, xml.etree.ElementTree as e
root = e.parse(sys.argv[1]).getroot()
if root.tag == "testsuites":
    cases = list(root.iter("testcase"))
    failed = list(root.iter("failure"))
    for node in [root, *root]:
        assert int(node.get("tests")) == len(list(node.iter("testcase")))
        assert int(node.get("failures")) == len(list(node.iter("failure")))
    assert all(case.get("classname") == sys.argv[2] for case in cases)
    print(len(cases), len(failed))
else:
    assert [file.get("name") for file in root] == [sys.argv[2]]
    for error in root[0]:
        assert int(error.get("line")) == 1 and int(error.get("column")) >= 1 and error.get("source").startswith("objectos.i18n.")
    print(len(root[0]), sorted({error.get("severity") for error in root[0]}))
PYTHON
expect_status 1 objectos i18n check --format junit "$dir"
expect_same '3 2' "$(python3 read_xml.py "$out" "$dir/de.json")"
expect_status 1 objectos i18n check --format junit --fail-on warning "$dir"
expect_same '3 3' "$(python3 read_xml.py "$out" "$dir/de.json")"
expect_status 1 objectos i18n check --format checkstyle "$dir"
expect_same "3 ['error', 'warning']" "$(python3 read_xml.py "$out" "$dir/de.json")"
# Two findings of one key and rule are two for GitLab.
printf '{"a": "A {{x}}"}' >"$dir/en.json"
printf '{"a": "A {{x}} {{y}} {{z}}"}' >"$dir/de.json"
expect_status 1 objectos i18n check --format gitlab "$dir"
expect_status 0 jq -e 'length == 2 and ([.[].fingerprint] | unique | length) == 2' "$out"
