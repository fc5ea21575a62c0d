#!/bin/bash
# Options stand before or after positionals, with `=` or a blank; `--` ends them.
. "$OBJECTOS_TESTS/lib.sh"

expect_nothing objectos storage set --scope=s --ttl 1h k v
expect_out v objectos storage get k --scope s
expect_nothing objectos --state-dir "$OBJECTOS_STATE_DIR" storage set k --ttl=1h v --scope s
expect_json '"v"' objectos --json storage get --scope s k
expect_json '"v"' objectos storage --json get --scope s k
expect_nothing objectos storage set -- -k --ttl
expect_out --ttl objectos storage get -- -k
expect_nothing objectos storage set n -- -5
expect_out -5 objectos storage get n
