#!/bin/bash
# cache.options.default_ttl is for entries that are set without a TTL.
. "$OBJECTOS_TESTS/lib.sh"

export OBJECTOS_CACHE_OPTIONS_DEFAULT_TTL=1ms
objectos cache set own x --ttl 1h
objectos cache set default x
wait_until ! objectos cache has default
expect_out own objectos cache keys
OBJECTOS_CACHE_OPTIONS_DEFAULT_TTL=0 expect_error 2 'default_ttl: a TTL must be longer than 0' objectos cache get own
expect_error 2 '--ttl|longer than 0' objectos cache set k x --ttl 0
