#!/bin/bash
# Keys are listed bytewise ascending; --after and --limit page through them.
. "$OBJECTOS_TESTS/lib.sh"

expect_nothing objectos storage keys
expect_no test -e "$OBJECTOS_STATE_DIR"
for key in b a:2 a B é a/1 a:10 '~'; do objectos storage set "$key" x; done
expect_out $'B\na\na/1\na:10\na:2\nb\n~\né' objectos storage keys
expect_out $'a:10\na:2' objectos storage keys 'a:*'
expect_nothing objectos storage keys 'z*'
expect_out $'B\na' objectos storage keys --limit 2
expect_out $'a/1\na:10' objectos storage keys --limit 2 --after a
expect_out $'a/1\na:10\na:2' objectos storage keys 'a*' --after a
expect_bytes 'a:10\0a:2\0' objectos storage keys 'a:*' -0
expect_bytes 'a:10\0a:2\0' objectos storage keys 'a:*' --null
expect_ndjson $'{"key":"a:10"}\n{"key":"a:2"}' objectos storage keys 'a:*' --json
expect_ndjson '' objectos storage keys 'z*' --json
expect_error 2 '' objectos storage keys --limit -1
expect_error 2 '' objectos storage keys --limit many
