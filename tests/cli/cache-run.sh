#!/bin/bash
# `cache run` prints what the command printed before, to the same streams, with its status.
. "$OBJECTOS_TESTS/lib.sh"

say() { objectos cache run "$@" -- sh -c 'echo ran >>ran; echo out; echo err >&2; printf "a\0b"'; }
for _ in 1 2 3; do
  run say --ttl 5m
  want_status 0
  printf 'out\na\0b' >wanted
  want_out_file wanted
  expect_err '^err$'
done
expect_out ran cat ran
# In exact order where both are one file, also when that is asked for later.
mixed() { objectos cache run --ttl 5m -- sh -c 'for i in 1 2 3; do echo "out $i"; echo "err $i" >&2; done; echo >>mixed' 2>&1; }
expect_out $'out 1\nerr 1\nout 2\nerr 2\nout 3\nerr 3' mixed
expect_out $'out 1\nerr 1\nout 2\nerr 2\nout 3\nerr 3' mixed
expect_bytes '\n' cat mixed
# What was recorded as one stream is not taken for stdout.
run objectos cache run --ttl 5m -- sh -c 'for i in 1 2 3; do echo "out $i"; echo "err $i" >&2; done; echo >>mixed'
expect_stdout $'out 1\nout 2\nout 3'
# Other words, another run; a name of one's own, the same.
expect_out a objectos cache run -- echo a
expect_out b objectos cache run -- echo b
expect_out a objectos cache run --key mine -- echo a
expect_out a objectos cache run --key mine -- echo b
expect_out b objectos cache run --key mine --refresh -- echo b
expect_out b objectos cache run --key mine -- echo c
expect_out c objectos cache run --key mine --scope other -- echo c
expect_status 0 objectos cache has run/mine
expect_nothing objectos cache delete run/mine
expect_out d objectos cache run --key mine -- echo d
# A value that is no recorded run is run over.
expect_nothing objectos cache set run/mine text
expect_out e objectos cache run --key mine -- echo e
