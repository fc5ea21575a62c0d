#!/bin/bash
# A failure is kept only if that was asked for, a death by a signal never; own failures are 124 to 127.
. "$OBJECTOS_TESTS/lib.sh"

tried() { wc -l <tries; }
for _ in 1 2; do expect_status 3 objectos cache run -- sh -c 'echo >>tries; exit 3'; done
expect_out 2 tried
for _ in 1 2 3; do expect_status 4 objectos cache run --fail-ttl 1h -- sh -c 'echo >>tries; exit 4'; done
expect_out 3 tried
for _ in 1 2; do expect_status 137 objectos cache run --fail-ttl 1h -- sh -c 'echo >>tries; kill -KILL $$'; done
expect_out 5 tried
expect_error 127 'cache run: nowhere: cannot be run: No such file' objectos cache run -- nowhere
expect_error 126 'cache run: /dev/null: cannot be run' objectos cache run -- /dev/null
expect_error 125 '--stale needs --ttl' objectos cache run --stale 1m -- true
expect_error 125 'CMD is missing' objectos cache run
expect_status 124 objectos --timeout 200ms cache run -- sh -c 'echo begun; exec sleep 1000'
expect_stdout begun
expect_err '^objectos: cache run: sh: not done in time, it was stopped$'
# One that leaves a process behind, or closes what it was given, is waited for no longer and no shorter than it runs.
expect_out bg objectos cache run -- sh -c 'sleep 1000 & echo bg; echo $! >left'
kill "$(cat left)"
expect_status 9 objectos cache run -- sh -c 'exec >&- 2>&-; echo $$ >closed; exit 9'
# What does not fit is printed, and not kept.
export OBJECTOS_CACHE_OPTIONS_MAX_BYTES=2000
for _ in 1 2; do
  run objectos cache run -- sh -c 'echo >>large; head -c 100000 /dev/zero'
  want_status 0
  expect_same 100000 "$(wc -c <"$out")"
  expect_err '^objectos: cache run: '
done
expect_out 2 sh -c 'wc -l <large'
# A reader that goes away ends it quietly.
expect_out 141 bash -c 'objectos cache run -- sh -c "while echo y; do :; done" | head -n 1 >/dev/null; echo ${PIPESTATUS[0]}'
