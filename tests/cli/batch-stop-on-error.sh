#!/bin/bash
# `--stop-on-error` ends at the first line that fails.
. "$OBJECTOS_TESTS/lib.sh"

expect_status 6 objectos batch --stop-on-error <<'LINES'
storage set a 1
storage get nothing
storage incr a --by x
storage set b 2
LINES
expect_same $'0\n1\n2' "$(jq -r .exit <"$out")"
expect_no objectos storage has b
