#!/bin/bash
# A script holds a lock by its token.
. "$OBJECTOS_TESTS/lib.sh"

token=$(objectos lock acquire job --ttl 1m)
expect_status 0 test "$token" -gt 1000000000000000
expect_no objectos lock acquire job
expect_status 75 objectos lock run job -- true
expect_status 0 objectos lock info job
expect_status 0 grep -Eq "^job  $token  20.*Z  pid [0-9]+ on " "$out"
expect_nothing objectos lock renew job "$token" --ttl 1h
run objectos lock info job --json
expect_same True "$(python3 -c '
import datetime, json, sys
h = json.load(sys.stdin)
assert list(h) == ["name", "token", "holder", "since", "expires_at"] and list(h["holder"]) == ["host", "pid", "command"], h
t = lambda text: datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
print(3590 < (t(h["expires_at"]) - t(h["since"])).total_seconds() < 3660)' <"$out")"
expect_no objectos lock renew job 1
expect_no objectos lock release job 1
expect_json_status 1 '{"released":false}' objectos lock release job 1 --json
expect_nothing objectos lock release job "$token"
expect_no objectos lock release job "$token"
expect_no objectos lock renew job "$token"
expect_json_status 1 null objectos lock info job --json
second=$(objectos lock acquire job)
expect_status 0 test "$second" -gt "$token"
for bad in x 1.5 ''; do expect_error 2 'is not a token' objectos lock release job "$bad"; done
# Locks are not in the way of `storage clear`.
expect_nothing objectos storage clear --yes
expect_status 0 objectos lock info job
# In a batch, too.
run sh -c "printf '%s\n' 'lock acquire b' 'lock acquire b' 'lock run b -- true' | objectos batch"
want_status 6
expect_same 0,1,2 "$(python3 -c 'import json,sys; print(*[json.loads(l)["exit"] for l in sys.stdin], sep=",")' <"$out")"
# A record that is none of ours is not taken for one.
expect_nothing objectos storage set lock:odd '{"holdings":7}' --as json
expect_error 3 'lock:odd' objectos lock acquire odd
expect_error 125 'lock:odd' objectos lock run odd -- true
