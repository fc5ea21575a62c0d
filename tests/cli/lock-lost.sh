#!/bin/bash
# A lock that is gone ends the command at once, without asking: others may hold it already.
. "$OBJECTOS_TESTS/lib.sh"

objectos lock run job --ttl 900ms -- sh -c 'echo "$OBJECTOS_FENCE" >token; trap "" TERM; while :; do sleep 0.01; done' 2>message &
wrapper=$!
wait_until test -s token
expect_nothing objectos lock release job "$(cat token)"
expect_status 125 wait "$wrapper"
expect_status 0 grep -q '^objectos: lock run: job: the lock is lost, the command was stopped$' message
