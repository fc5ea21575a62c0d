#!/bin/bash
# A damaged baseline is an error with its place, and stays as it is.
. "$OBJECTOS_TESTS/lib.sh"

mkdir locales
printf '{"a": "A"}' >locales/en.json
printf '{}' >locales/de.json
damaged() {
  printf '%b' "$2" >base.json
  cp base.json before
  for update in '' --update-baseline; do
    # shellcheck disable=SC2086 # no word if empty
    expect_error 3 "$1" objectos i18n check --baseline base.json $update
    expect_nothing cmp before base.json
  done
}
damaged 'base.json:1:1:' ''
damaged 'base.json:1:' '{'
damaged 'base.json:2:1:' '{"version": 1,\n<<<<<<< HEAD\n'
damaged 'base.json:1:1: .*"version"' '[]'
damaged 'base.json:1:13: .*version 2' '{"version": 2, "findings": []}'
damaged 'base.json:1:1: .*"findings"' '{"version": 1}'
damaged 'base.json:1:29: .*"key"' '{"version": 1, "findings": [{"file": "x", "rule": "y"}]}'
damaged 'base.json:1:29: .*"file"' '{"version": 1, "findings": [7]}'
damaged 'base.json:1:' '{"version": 1, "findings": [\xff]}'
rm base.json
mkdir base.json
run objectos i18n check --baseline base.json
((status == 3 || status == 4)) || fail "status $status"
