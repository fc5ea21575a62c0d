#!/bin/bash
# A key without a translation: exit status 1, and --default or nothing.
. "$OBJECTOS_TESTS/lib.sh"

mkdir locales
echo '{"a": "x", "none": null, "part": {"b": "y"}, "empty": ""}' >locales/en.json
for key in nope none part part.c a.b ''; do expect_no objectos i18n t "$key"; done
expect_out '' objectos i18n t empty
expect_status 1 objectos i18n t nope --default 'Hello {{name}}' -p name=Ada
expect_stdout 'Hello {{name}}'
expect_err ''
expect_json_status 1 '{"key":"nope","locale":"en","value":null,"found":false,"fallback":null}' objectos i18n t nope --json
expect_json_status 1 '{"key":"nope","locale":"xx","value":"d","found":false,"fallback":null}' \
  objectos i18n t nope --json --default d --locale xx
# Nor are there any files.
cd "$test_dir"
mkdir empty
cd empty
expect_no objectos i18n t a
expect_nothing objectos i18n keys
expect_nothing objectos i18n locales
[[ ! -e $OBJECTOS_STATE_DIR ]] || fail 'a state directory was made'
