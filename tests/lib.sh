# shellcheck shell=bash
# Assertions for tests/cli and tests/package. A test is a bash script that begins with
#
#   . "$OBJECTOS_TESTS/lib.sh"
#
# and is run by tests/run.sh in a clean environment, an empty working directory and with a state directory that
# does not exist yet. `objectos` is the binary under test. A script fails when an assertion fails, also inside
# `$(…)`, a pipe or a function; when any other command fails unasked; and when it asserts nothing at all.
#
#   expect_out TEXT CMD…           status 0, stdout is TEXT and a newline, stderr empty
#   expect_bytes ESCAPED CMD…      status 0, stdout is what printf %b makes of ESCAPED, stderr empty
#   expect_nothing CMD…            status 0, stdout and stderr empty
#   expect_no CMD…                 status 1, stdout and stderr empty: "the answer is no"
#   expect_json JSON CMD…          status 0, stdout is one line with that JSON (key order free, numbers as spelled)
#   expect_json_status N JSON CMD… the same with another status
#   expect_ndjson LINES CMD…       status 0, stdout is these JSON documents, a line each; LINES may be empty
#   expect_error N PATTERN CMD…    status N, stdout empty, stderr `objectos: WHAT: WHY` and at most one hint line;
#                                  PATTERN is an extended regular expression that stderr matches; '' is any
#   expect_json_error N CODE PATTERN CMD…   status N, stdout empty, stderr one line {"error":{"code":CODE,…}} whose
#                                  message or hint matches PATTERN
#   expect_status N CMD…           status N, whatever was printed; then, about the last command:
#   expect_stdout TEXT             stdout is TEXT and a newline; "" means empty
#   expect_err PATTERN             stderr matches PATTERN; "" means empty
#   expect_same WANTED GOT         two texts are the same
#   run CMD…                       asserts nothing: $status, and $out and $err, files with what was printed
#   wait_until [!] CMD…            polls until CMD succeeds (with !: fails), at most 30 s
#   with_mounts SCRIPT             SCRIPT, a test of its own, succeeds where it may mount; skips where nobody may
#   fail TEXT, skip TEXT           ends the test; TEXT of skip says what is missing
#   skip_without_corpora           ends the test quietly where ../shared/corpora is not there

set -eEuo pipefail
shopt -s inherit_errexit

: "${OBJECTOS_TESTS:?}" "${OBJECTOS_BIN:?}" "${TMPDIR:?}"
# shellcheck disable=SC2034 # for tests that need the path itself
objectos=$OBJECTOS_BIN
PATH=$(dirname -- "$OBJECTOS_BIN"):$PATH
test_dir=$(mktemp -d "$TMPDIR/test.XXXXXX")
export OBJECTOS_STATE_DIR=$test_dir/state
out=/dev/null
err=/dev/null
status=0
runs=0
last_command=

# The lines of the test that are being run, innermost first: `name.sh:12` or `name.sh:3 (from 12)`.
here() {
  local i text=
  for ((i = 1; i < ${#BASH_SOURCE[@]}; i++)); do
    [[ ${BASH_SOURCE[i]} == "${BASH_SOURCE[0]}" ]] && continue
    if [[ -z $text ]]; then text=${BASH_SOURCE[i]##*/}:${BASH_LINENO[i - 1]}; else text+=" (from ${BASH_LINENO[i - 1]})"; fi
  done
  printf '%s' "$text"
}

fail() {
  printf '%s: %s\n' "$(here)" "$1" >&3
  : >"$test_dir/failed" # seen at the end, should this be a subshell
  exit 1
}

skip() {
  printf 'skip: %s\n' "$1" >&3
  : >"$test_dir/skipped"
  exit 77
}

skip_without_corpora() {
  corpora=$OBJECTOS_TESTS/../../shared/corpora
  [[ -d $corpora ]] && return
  printf 'skip: shared corpora absent\n' >&3
  : >"$test_dir/skipped"
  exit 78
}

on_error() {
  local code=$?
  [[ -e $test_dir/failed || -e $test_dir/skipped ]] && exit "$code"
  fail "exit status $code from: $BASH_COMMAND"
}
on_exit() {
  local code=$?
  trap - ERR
  [[ -e $test_dir/failed ]] && exit 1
  [[ -e $test_dir/skipped && ($code == 77 || $code == 78) ]] && exit "$code"
  if [[ $code == 0 && ! -e $test_dir/asserted ]]; then
    printf 'the test asserted nothing\n' >&3
    exit 1
  fi
  exit "$code"
}
exec 3>&2
trap on_error ERR
trap on_exit EXIT

quoted() {
  local word text=
  for word; do
    if [[ $word =~ ^[A-Za-z0-9_./:=@%+,-]+$ ]]; then text+=" $word"; else text+=" ${word@Q}"; fi
  done
  printf '%s' "${text# }"
}

run() {
  last_command=$(quoted "$@")
  status=0
  # New files each time: CMD may read the last ones, and another subshell may be running something, too.
  runs=$((runs + 1))
  out=$test_dir/$BASHPID.$runs.stdout
  err=$test_dir/$BASHPID.$runs.stderr
  "$@" >"$out" 2>"$err" || status=$?
}

# What the last command did, for a failure: WHAT WANTED GOT
unexpected() {
  local text
  text=$(
    printf 'unexpected %s\n  command:  %s\n' "$1" "$last_command"
    printf '  expected: %s\n  got:      %s\n' "$2" "$3"
    printf '  status:   %s\n' "$status"
    if [[ -s $out ]]; then printf '  stdout:\n' && head -c 4000 "$out" | cat -v | sed 's/^/    /'; fi
    if [[ -s $err ]]; then printf '  stderr:\n' && head -c 4000 "$err" | cat -v | sed 's/^/    /'; fi
  )
  fail "$text"
}

asserted() { : >"$test_dir/asserted"; }

want_status() {
  asserted
  [[ $status == "$1" ]] || unexpected 'exit status' "$1" "$status"
}
# The file $out holds exactly the bytes of the file $1.
want_out_file() {
  asserted
  cmp -s "$1" "$out" || unexpected stdout "$(head -c 4000 "$1" | cat -v)" "$(head -c 4000 "$out" | cat -v)"
}
want_empty() {
  asserted
  [[ ! -s $1 ]] || unexpected "${1##*.}" 'nothing' "$(head -c 4000 "$1" | cat -v)"
}

expect_status() {
  local want=$1
  shift
  run "$@"
  want_status "$want"
}

expect_stdout() {
  if [[ -z $1 ]]; then
    want_empty "$out"
  else
    printf '%s\n' "$1" >"$out.wanted"
    want_out_file "$out.wanted"
  fi
}

expect_err() {
  if [[ -z $1 ]]; then want_empty "$err" && return; fi
  asserted
  grep -Eq -e "$1" "$err" || unexpected stderr "a match of $1" "$(head -c 4000 "$err" | cat -v)"
}

expect_out() {
  local want=$1
  shift
  run "$@"
  want_status 0
  printf '%s\n' "$want" >"$out.wanted"
  want_out_file "$out.wanted"
  want_empty "$err"
}

expect_bytes() {
  local want=$1
  shift
  run "$@"
  want_status 0
  printf '%b' "$want" >"$out.wanted"
  want_out_file "$out.wanted"
  want_empty "$err"
}

expect_nothing() {
  run "$@"
  want_status 0
  want_empty "$out"
  want_empty "$err"
}

expect_no() {
  run "$@"
  want_status 1
  want_empty "$out"
  want_empty "$err"
}

# Canonical text of JSON lines on stdin: sorted keys, numbers as spelled, duplicate keys and blank lines refused.
canonical_json() {
  python3 -c '
import json, sys
class Number(float):
    pass
def number(text):
    return {"number": text}
def pairs(items):
    keys = [k for k, _ in items]
    if len(set(keys)) != len(keys):
        raise ValueError("duplicate key in " + repr(keys))
    return {"object": sorted(items)}
data = sys.stdin.buffer.read().decode("utf-8")
if data and not data.endswith("\n"):
    raise ValueError("the last line has no newline")
for line in data.split("\n")[:-1]:
    print(json.dumps(json.loads(line, object_pairs_hook=pairs, parse_int=number, parse_float=number), sort_keys=True))
'
}

# stdout of the last command is these JSON lines.
want_json() {
  local want got
  asserted
  want=$(if [[ -n $1 ]]; then printf '%s\n' "$1"; fi | canonical_json 2>&1) || fail "the test's own JSON is wrong: $want"
  got=$(canonical_json <"$out" 2>&1) || unexpected 'stdout, no JSON lines' "$1" "${got##*$'\n'}"
  [[ $want == "$got" ]] || unexpected stdout "$1" "$(head -c 4000 "$out" | cat -v)"
}

expect_json_status() {
  local want_code=$1 want=$2
  shift 2
  [[ $want != *$'\n'* ]] || fail 'expect_json takes one document; expect_ndjson takes lines'
  run "$@"
  want_status "$want_code"
  want_json "$want"
  want_empty "$err"
}
expect_json() { expect_json_status 0 "$@"; }

expect_ndjson() {
  local want=$1
  shift
  run "$@"
  want_status 0
  want_json "$want"
  want_empty "$err"
}

expect_error() {
  local want_code=$1 pattern=$2
  shift 2
  run "$@"
  want_status "$want_code"
  want_empty "$out"
  expect_err '^objectos: .+: .'
  [[ $(head -c 10 "$err") == 'objectos: ' ]] || unexpected stderr 'objectos: … on the first line' "$(cat -v "$err")"
  (($(wc -l <"$err") <= 2)) || unexpected stderr 'at most a message and one hint line' "$(cat -v "$err")"
  [[ -z $pattern ]] || expect_err "$pattern"
}

expect_json_error() {
  local want_code=$1 code=$2 pattern=$3 got
  shift 3
  run "$@"
  want_status "$want_code"
  want_empty "$out"
  asserted
  got=$(python3 -c '
import json, re, sys
text = sys.stdin.read()
if text.count("\n") != 1 or not text.endswith("\n"):
    sys.exit("stderr is not one line")
reply = json.loads(text)
if list(reply) != ["error"]:
    sys.exit("members other than error")
error = reply["error"]
if not {"code", "message"} <= set(error) <= {"code", "message", "hint"}:
    sys.exit("members of error: " + " ".join(error))
if error["code"] != sys.argv[1]:
    sys.exit("code " + error["code"])
if not all(isinstance(v, str) and v and "\n" not in v for v in error.values()):
    sys.exit("an empty text or one with a newline")
if not re.search(sys.argv[2], error["message"] + "\n" + error.get("hint", "")):
    sys.exit("no match")
' "$code" "$pattern" <"$err" 2>&1) || unexpected 'error line' "code $code, a match of $pattern" "${got##*$'\n'}"
}

expect_same() {
  asserted
  [[ $1 == "$2" ]] || fail "$(printf 'two texts differ\n  expected: %s\n  got:      %s' "${1@Q}" "${2@Q}")"
}

with_mounts() {
  local namespace=(unshare -m)
  "${namespace[@]}" true 2>/dev/null || namespace=(unshare -rm)
  "${namespace[@]}" true 2>/dev/null || skip 'mount namespaces'
  expect_status 0 "${namespace[@]}" bash "$1"
}

wait_until() {
  local negated=no deadline=$((SECONDS + 30)) answer
  asserted
  if [[ $1 == '!' ]]; then negated=yes && shift; fi
  while ((SECONDS <= deadline)); do
    answer=yes
    "$@" >/dev/null 2>&1 || answer=no
    [[ $answer == "$negated" ]] || return 0
    sleep 0.02
  done
  fail "in 30 s it never came to: $([[ $negated == yes ]] && printf 'not ')$(quoted "$@")"
}
