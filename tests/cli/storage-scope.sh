#!/bin/bash
# In a scope the stored key is `SCOPE:KEY`, and listings show it without the scope.
. "$OBJECTOS_TESTS/lib.sh"

expect_nothing objectos storage set k v --scope app
expect_out v objectos storage get k --scope app
expect_no objectos storage get k
expect_out v objectos storage get app:k
expect_out app:k objectos storage keys
objectos storage set app:x:y 1
objectos storage set apple 2
expect_out $'k\nx:y' objectos storage keys --scope app
expect_out x:y objectos storage keys --scope app 'x*'
expect_out x:y objectos storage keys --scope app --after k
expect_ndjson '{"key":"k","value":"v"}' objectos storage export k --scope app
expect_json '{"deleted":2}' objectos storage delete --match '*' --yes --scope app --json
expect_out apple objectos storage keys
expect_error 2 'scope' objectos storage get k --scope a:b
