#!/bin/bash
# `--raw` prints the exact bytes and no newline.
. "$OBJECTOS_TESTS/lib.sh"

printf 'one\ntwo\n\n' | expect_nothing objectos storage set text
expect_bytes 'one\ntwo\n\n' objectos storage get text --raw
expect_bytes 'one\ntwo\n\n\n' objectos storage get text
printf '\0\377\n\0' | expect_nothing objectos storage set blob --as bytes
expect_bytes '\0\0377\n\0' objectos storage get --raw blob
