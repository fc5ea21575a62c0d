#!/bin/bash
# `--file F` stores what the file holds.
. "$OBJECTOS_TESTS/lib.sh"

printf 'from\na file\n' >file
expect_nothing objectos storage set key --file file
expect_bytes 'from\na file\n' objectos storage get key --raw
printf '\0\1\2\377' >file
expect_error 3 'UTF-8' objectos storage set key --file file
expect_bytes 'from\na file\n' objectos storage get key --raw
expect_nothing objectos storage set key --file=file --as bytes
expect_bytes '\0\01\02\0377' objectos storage get key --raw
printf piped | expect_nothing objectos storage set key --file -
expect_bytes piped objectos storage get key --raw
expect_error 2 '' objectos storage set key value --file file
run objectos storage set key --file missing
[[ $status == [24] ]] || unexpected 'exit status' '2 or 4' "$status"
expect_err '^objectos: .*missing'
expect_bytes piped objectos storage get key --raw
