#!/bin/bash
# A line that fails is answered with its error; the others go on, and the status is 6.
. "$OBJECTOS_TESTS/lib.sh"

expect_status 6 objectos batch <<'LINES'
storage set n text
storage incr n
storage frobnicate
["storage","get"
storage get 'open
batch
storage get n
LINES
expect_err ''
expect_same $'0\n3\n2\n2\n2\n2\n0' "$(jq -r .exit <"$out")"
expect_same $'1\n2\n3\n4\n5\n6\n7' "$(jq -r .id <"$out")"
expect_same $'data\nusage\nusage\nusage\nusage' "$(jq -r '.error.code // empty' <"$out")"
expect_same '"text"' "$(jq -c 'select(.id == 7).result' <"$out")"
