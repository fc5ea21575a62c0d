#!/bin/bash
# `lock run` runs a command with the lock, and ends as the command does.
. "$OBJECTOS_TESTS/lib.sh"

expect_out hello objectos lock run job -- echo hello
expect_status 7 objectos lock run job -- sh -c 'exit 7'
expect_stdout ''
expect_err ''
expect_status 143 objectos lock run job -- sh -c 'kill -TERM $$'
expect_status 137 objectos lock run job -- sh -c 'kill -KILL $$'
# Standard streams are the command's own, byte for byte.
printf 'a\0b' | expect_bytes 'a\0b' objectos lock run job -- cat
expect_status 0 objectos lock run job -- sh -c 'echo out; echo err >&2'
expect_stdout out
expect_err '^err$'
# The command's options are not ours.
expect_out '--json -x' objectos lock run job -- echo --json -x
expect_out 'one  two' objectos lock run job -- echo 'one  two'
# The token is the command's to use; tokens grow.
run objectos lock run job -- sh -c 'echo "$OBJECTOS_FENCE"'
first=$(cat "$out")
run objectos lock run job -- sh -c 'echo "$OBJECTOS_FENCE"'
expect_status 0 test "$(cat "$out")" -gt "$first"
# Afterwards nobody holds it, and nothing is left over.
expect_no objectos lock info job
expect_nothing objectos lock list
expect_nothing ls "$OBJECTOS_STATE_DIR/locks"
