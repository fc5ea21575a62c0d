#!/bin/bash
# A URL or the configuration names the cache.
. "$OBJECTOS_TESTS/lib.sh"

expect_nothing objectos cache set k elsewhere --cache-url "sqlite:$PWD/other.db"
expect_out elsewhere objectos cache get k --cache-url sqlite:other.db
expect_out elsewhere env OBJECTOS_CACHE_URL=sqlite:other.db "$objectos" cache get k
[[ -e other.stats ]] || fail 'no other.stats'
expect_no objectos cache get k
expect_nothing objectos cache set k v --cache-url memory:
expect_no objectos cache get k --cache-url memory:
expect_error 2 'not the URL of a cache' objectos cache get k --cache-url postgres://h/d
expect_error 2 'password does not belong' objectos cache get k --cache-url redis://u:secret@h
expect_same memory "$(OBJECTOS_CACHE_BACKEND=lru objectos cache stats --json | jq -r .backend)"
