#!/bin/bash
# `copy` moves keys with their ends between two stores.
. "$OBJECTOS_TESTS/lib.sh"

objectos storage set a:1 x
objectos storage set a:2 '{"b":1.0}' --as json --ttl 1h
printf '\0' | objectos storage set b --as bytes
from=sqlite:$OBJECTOS_STATE_DIR/storage.db
expect_json '{"copied":3}' objectos storage copy --from "$from" --to "sqlite:$test_dir/all.db" --json
objectos storage export -o here
expect_nothing objectos storage export -o there --storage-url "sqlite:$test_dir/all.db"
expect_nothing cmp here there
expect_nothing objectos storage copy --from "$from" --to "sqlite:$test_dir/some.db" 'a:*'
expect_out $'a:1\na:2' objectos storage keys --storage-url "sqlite:$test_dir/some.db"
expect_json '{"copied":2}' objectos storage copy --to "sqlite:$test_dir/some.db" --from "$from" 'a:*' --json
expect_error 2 '--to' objectos storage copy --from "$from"
expect_error 2 '' objectos storage copy --from nonsense: --to memory:
