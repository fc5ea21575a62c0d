#!/bin/bash
# `ratelimit check` says by its exit status whether one more is allowed.
. "$OBJECTOS_TESTS/lib.sh"

for _ in 1 2 3; do expect_nothing objectos ratelimit check mail --limit 3/h; done
expect_no objectos ratelimit check mail --limit 3/h
expect_nothing objectos ratelimit check other --limit 3/h
expect_nothing objectos ratelimit check mail --limit 3/h --scope mine
run objectos ratelimit check mail --limit 3/h --json
want_status 1
expect_same 'True 3 0 True True' "$(python3 -c '
import json, sys
v = json.load(sys.stdin)
assert list(v) == ["allowed", "limit", "remaining", "retry_after_ms", "reset_after_ms"], v
print(v["allowed"] is False, v["limit"], v["remaining"], 1190000 < v["retry_after_ms"] <= 1200000, 3590000 < v["reset_after_ms"] <= 3600000)' <"$out")"
# A look costs nothing.
for _ in 1 2 3 4; do
  expect_json '{"allowed":true,"limit":2,"remaining":1,"retry_after_ms":0,"reset_after_ms":1800000}' \
    objectos ratelimit check fresh --limit 2/h --dry-run --json
done
expect_no objectos ratelimit info fresh
expect_json_status 1 null objectos ratelimit info fresh --json
run objectos ratelimit info mail
want_status 0
expect_status 0 grep -Eq '^remaining +0 of 3$' "$out"
expect_nothing objectos ratelimit reset mail
expect_json '{"reset":0}' objectos ratelimit reset mail --json
expect_nothing objectos ratelimit check mail --limit 3/h
# Burst and cost.
expect_nothing objectos ratelimit check disk --limit 1/d --burst 5 --cost 4
expect_no objectos ratelimit check disk --limit 1/d --burst 5 --cost 2
expect_nothing objectos ratelimit check disk --limit 1/d --burst 5
# Waiting for one's turn.
expect_nothing objectos ratelimit check slow --limit 5/s --burst 1
expect_nothing objectos ratelimit check slow --limit 5/s --burst 1 --wait 10s
expect_no objectos ratelimit check mail --limit 3/h --cost 3 --wait 50ms
expect_error 2 '--limit is missing' objectos ratelimit check mail
expect_error 2 '--limit: "3" is not a rate' objectos ratelimit check mail --limit 3
expect_error 2 'at most 1000000/s' objectos ratelimit check mail --limit 1000001/s
expect_error 2 'the cost is 4, but at most 3' objectos ratelimit check mail --limit 3/h --cost 4
expect_error 2 'the cost is 0' objectos ratelimit check mail --limit 3/h --cost 0
expect_error 2 'a burst is at least 1' objectos ratelimit check mail --limit 3/h --burst 0
expect_nothing objectos storage set ratelimit:odd text
expect_error 3 'ratelimit:odd: the value is not a rate limit' objectos ratelimit check odd --limit 1/s
