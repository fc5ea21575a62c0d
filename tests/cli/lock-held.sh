#!/bin/bash
# Who finds a lock held is told by whom: exit status 75, or another of one's choice.
. "$OBJECTOS_TESTS/lib.sh"

mkfifo go
objectos lock run job -- sh -c 'read -r _ <go' &
holder=$!
wait_until objectos lock info job
expect_error 75 "^objectos: lock run: job: held since 20.*Z by pid $holder on .*: sh -c read" objectos lock run job -- true
expect_status 75 objectos -q lock run job -- true
expect_err ''
expect_status 1 objectos lock run job -E 1 -- true
expect_status 0 objectos lock run job --conflict-exit-code 0 -- false
expect_json_error 75 unavailable "held since .* by pid $holder" objectos --json lock run job -- true
expect_no objectos lock acquire job
expect_json_status 1 null objectos lock acquire job --json
# The others are free.
expect_nothing objectos lock run other -- true
expect_nothing objectos lock run job --scope mine -- true
run objectos lock info job --json
expect_same "$holder" "$(python3 -c 'import json,sys; print(json.load(sys.stdin)["holder"]["pid"])' <"$out")"
run objectos lock list --json
expect_same 'job' "$(python3 -c 'import json,sys; print(json.load(sys.stdin)["name"])' <"$out")"
echo >go
expect_status 0 wait "$holder"
expect_nothing objectos lock run job -- true
