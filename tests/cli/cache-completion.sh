#!/bin/bash
# Keys, scopes and tags of the cache are completed, not those of storage.
. "$OBJECTOS_TESTS/lib.sh"

words() { objectos __complete zsh -- "$@" | cut -f 1 | paste -s -d ' '; }
objectos storage set from-storage x
objectos cache set from-cache x --tag blog
objectos cache set k x --scope build
expect_out 'build:k from-cache' words cache get ''
expect_out from-cache words cache delete from
expect_out build words cache get --scope ''
expect_out blog words cache invalidate --tag ''
