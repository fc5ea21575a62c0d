#!/bin/bash
# The assertions of lib.sh can fail, wherever they stand.
. "$OBJECTOS_TESTS/lib.sh"

# Runs TEXT as a test of its own.
run_test() {
  {
    printf '. "$OBJECTOS_TESTS/lib.sh"\n'
    printf '%s\n' "$1"
  } >inner.sh
  run bash inner.sh
}
passes() {
  run_test "$1"
  [[ $status == 0 ]] || fail "status $status from: $1 $(cat "$err")"
}
fails() {
  run_test "$1"
  [[ $status == 1 ]] || fail "status $status, not 1, from: $1 $(cat "$err")"
  expect_err "${2:-^inner.sh:[0-9]+}"
}
says='printf "%s\n"'
complains() { printf 'complain() { printf "objectos: a: b\\n%s" >&2; return 4; }; ' "${1:-}"; }

passes "expect_out 'a b' $says 'a b'"
fails "expect_out a $says b" '^inner.sh:2: unexpected stdout$'
fails "expect_out a printf a" stdout
fails "expect_out a bash -c 'echo a; exit 1'" 'exit status'
fails "expect_out a bash -c 'echo a; echo b >&2'" 'unexpected stderr'
fails "expect_out '' true" stdout
passes "expect_bytes 'a\\0b' printf 'a\\0b'"
fails "expect_bytes 'a\\0b' printf 'ab'" stdout
passes 'expect_nothing true'
fails 'expect_nothing echo' stdout
fails 'expect_nothing false' 'exit status'
passes 'expect_no false'
fails 'expect_no true' 'exit status'
fails "expect_no bash -c 'echo; exit 1'" stdout
passes 'expect_status 3 bash -c "exit 3"'
fails 'expect_status 3 true' 'exit status'
fails 'expect_status 3 no-such-command' 'exit status'
passes 'expect_status 0 echo a; expect_stdout a; expect_err ""'
fails 'expect_status 0 echo a; expect_stdout b' stdout
fails 'expect_status 0 echo a; expect_stdout ""' stdout
fails 'expect_status 0 echo a; expect_err a' stderr
fails 'expect_status 0 bash -c "echo a >&2"; expect_err ""' stderr

passes "expect_json '{\"b\":1,\"a\":[true]}' $says '{\"a\":[true],\"b\":1}'"
fails "expect_json '{\"a\":1}' $says '{\"a\":1.0}'" stdout
fails "expect_json '{\"a\":1}' $says '{\"a\":\"1\"}'" stdout
fails "expect_json 12345678901234567890 $says 12345678901234567891" stdout
fails "expect_json '{\"a\":1}' $says '{\"a\":1,\"a\":1}'" 'no JSON'
fails "expect_json '{}' $says '{}' '{}'" stdout
fails "expect_json '{}' printf '{}'" 'no JSON'
fails "expect_json '{}' true" stdout
fails "expect_json '{' $says '{'" 'own JSON'
passes "expect_ndjson '' true"
passes "expect_ndjson \$'{}\\n[]' $says '{}' '[]'"
fails "expect_ndjson \$'{}\\n[]' $says '[]' '{}'" stdout

passes "$(complains) expect_error 4 b complain"
passes "$(complains 'hint\n') expect_error 4 hint complain"
fails "$(complains 'hint\nhint\n') expect_error 4 b complain" stderr
fails "$(complains) expect_error 4 zebra complain" stderr
fails "$(complains) expect_error 3 b complain" 'exit status'
fails "expect_error 1 b bash -c 'echo b >&2; exit 1'" stderr
json='{"error":{"code":"data","message":"bad"}}'
passes "expect_json_error 3 data bad bash -c 'echo '\''$json'\'' >&2; exit 3'"
fails "expect_json_error 3 usage bad bash -c 'echo '\''$json'\'' >&2; exit 3'" 'error line'
fails "expect_json_error 3 data good bash -c 'echo '\''$json'\'' >&2; exit 3'" 'error line'
fails "expect_json_error 3 data bad bash -c 'printf '\''$json'\'' >&2; exit 3'" 'error line'

passes 'expect_out a echo a; expect_out a cat "$out"'
passes 'expect_same a a'
fails 'expect_same a b' 'differ'
passes 'wait_until ! test -e nothing'
passes '(until [[ -e go ]]; do sleep 0.01; done; : >come) & : >go; wait_until test -e come'

# Where a plain `set -e` would look away.
fails 'if expect_out a echo b; then :; fi'
fails 'expect_out a echo b || true; true'
fails 'expect_out a echo b | cat; true'
fails 'x=$(expect_out a echo b); true'
fails 'f() { expect_out a echo b; true; }; f || true; expect_nothing true'
fails '(expect_out a echo b) & wait; expect_nothing true'
fails 'while read -r x; do expect_out "$x" echo b; done <<<a; expect_nothing true'
fails 'expect_nothing true; false'
fails 'expect_nothing true; x=$(false); echo "$x"'
fails 'expect_nothing true; false | true'
fails 'expect_nothing true; f() { false; true; }; f'
fails 'expect_nothing true; echo "$unset_variable"' 'unbound'
passes 'expect_nothing true; x=$(false) || x=2; expect_same 2 "$x"'
passes 'expect_nothing true; if grep -q x /dev/null; then exit 9; fi'
fails 'echo a' 'asserted nothing'
fails 'fail "my words"' '^inner.sh:2: my words$'

run_test 'skip "a peer"; false'
want_status 77
expect_err '^skip: a peer$'
run_test 'expect_nothing true; (skip "a peer"); true'
want_status 77
