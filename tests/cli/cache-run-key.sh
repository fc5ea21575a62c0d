#!/bin/bash
# What `cache run` is told to look at decides what is the same run.
. "$OBJECTOS_TESTS/lib.sh"

count() { objectos cache run --ttl 1h "$@" -- sh -c 'cat >/dev/null; echo >>ran; wc -l <ran' </dev/null; }
counted() { objectos cache run --ttl 1h "$@" -- sh -c 'wc -c; echo >>ran'; }
echo one >file
expect_out 1 count --file file
expect_out 1 count --file file
echo two >file
expect_out 2 count --file file
echo one >file
expect_out 1 count --file file
export COLOUR=red
expect_out 3 count --env COLOUR
expect_out 3 count --env COLOUR
COLOUR=blue expect_out 4 count --env COLOUR
unset COLOUR
expect_out 5 count --env COLOUR
COLOUR='' expect_out 6 count --env COLOUR
mkdir there
expect_out 7 count --cwd
ran=$PWD/ran
(cd there && expect_out "$ran" objectos cache run --cwd -- echo "$ran")
expect_out 7 count --cwd
# With --stdin it is read, is part of the key, and is the command's input.
rm ran
printf abc | expect_out 3 counted --stdin
printf abcd | expect_out 4 counted --stdin
printf abc | expect_out 3 counted --stdin
expect_out 2 sh -c 'wc -l <ran'
expect_error 125 'nowhere' objectos cache run --file nowhere -- true
