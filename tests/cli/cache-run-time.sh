#!/bin/bash
# --ttl ends a success, --fail-ttl a failure, --stale what may still be shown; a refresh that fails leaves the old output.
. "$OBJECTOS_TESTS/lib.sh"

has_run() { (($(wc -l <"$1") >= $2)); }
short() { objectos cache run --ttl 50ms -- sh -c 'echo >>short; echo kept'; }
again() { expect_out kept short && has_run short 2; }
wait_until again

fails() { objectos cache run --fail-ttl 50ms -- sh -c 'echo >>fails; exit 3'; }
expect_status 3 fails
fails_again() { run fails && want_status 3 && has_run fails 2; }
wait_until fails_again
for bad in --ttl --fail-ttl; do expect_error 125 'a TTL must be longer than 0' objectos cache run "$bad" 0 -- true; done
expect_error 125 'a TTL must be longer than 0' objectos cache run --ttl 1m --stale 0 -- true

: >works
stale() { objectos cache run --key s --ttl 50ms --stale 1h -- sh -c 'echo >>refreshes; [ -e works ] || exit 3; echo good'; }
expect_out good stale
rm works
failed_twice() { expect_out good stale && has_run refreshes 3; }
wait_until failed_twice
expect_out good stale
# After the window nothing old is shown.
sqlite3 -cmd '.timeout 10000' "$OBJECTOS_STATE_DIR/cache.db" 'UPDATE entries SET expires_at = 1'
expect_status 3 stale
expect_stdout ''
