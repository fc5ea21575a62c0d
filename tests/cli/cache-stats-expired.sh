#!/bin/bash
# A look-up of an expired entry is one miss and one expiration, once.
. "$OBJECTOS_TESTS/lib.sh"

objectos cache set k v --ttl 1ms
wait_until ! objectos cache has k
expect_no objectos cache get k
expect_no objectos cache get k
expect_same '0 2 1 0' "$(objectos cache stats --json | jq -r '"\(.hits) \(.misses) \(.expirations) \(.size)"')"
objectos cache set l v --ttl 1ms
wait_until ! objectos cache has l
expect_json '{"expired":1}' objectos cache gc --json
expect_same 2 "$(objectos cache stats --json | jq .expirations)"
