#!/bin/bash
# Inside a scope keys are NAME:KEY in the cache; listings show them without it.
. "$OBJECTOS_TESTS/lib.sh"

objectos cache set k inside --scope s
objectos cache set k outside
expect_out inside objectos cache get k --scope s
expect_out inside objectos cache get s:k
expect_out k objectos cache keys --scope s
expect_out $'k\ns:k' objectos cache keys
expect_json '{"deleted":1}' objectos cache clear --scope s --yes --json
expect_out outside objectos cache get k
expect_error 2 "--scope" objectos cache get k --scope a:b
