#!/bin/bash
# `clear` and `delete --match` ask how many keys may go; only a yes lets them.
. "$OBJECTOS_TESTS/lib.sh"

answer() { run python3 "$OBJECTOS_TESTS/tools/on_screen.py" --when '[y/N] ' --type "$1" "${@:2}"; }
fill() { printf 'storage set k%d x\n' 1 2 3 | objectos batch >/dev/null; }
for command in 'storage clear' 'storage delete --match k*'; do
  fill
  for keys in 'n\n' '\n' 'maybe\n' '\x04'; do
    set -f
    # shellcheck disable=SC2086 # words on purpose
    answer "$keys" objectos $command
    set +f
    want_status 1
    expect_status 0 grep -q '^objectos: delete 3 keys? \[y/N\] ' "$out"
    expect_out 3 objectos storage count
  done
  set -f
  # shellcheck disable=SC2086
  answer '\x03' objectos $command
  want_status 130
  expect_out 3 objectos storage count
  # shellcheck disable=SC2086
  answer 'y\n' objectos $command
  set +f
  want_status 0
  expect_out 0 objectos storage count
done
fill
answer 'n\n' objectos --lang zh storage clear
want_status 1
expect_bytes 'objectos: 删除 3 个键？ [y/N] ' cat "$out"
# Nobody can be asked when the answer or the question has no terminal.
for streams in 12 01 1; do
  expect_status 2 python3 "$OBJECTOS_TESTS/tools/on_screen.py" --streams $streams objectos storage clear
done
expect_out 3 objectos storage count
