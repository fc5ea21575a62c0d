#!/bin/bash
# `import` puts lines together that its reads cut in two, however they arrive.
. "$OBJECTOS_TESTS/lib.sh"

awk 'BEGIN { for (i = 1; i <= 40000; i++) printf "{\"key\":\"k%06d\",\"value\":\"value of %d\"}\n", i, i }' >large
expect_nothing objectos storage import large
expect_nothing objectos storage export -o back
expect_nothing cmp large back
split -b 1000 -a 4 <(head -n 400 large) piece.
for file in piece.*; do cat "$file"; done | expect_nothing objectos storage import --state-dir "$test_dir/other"
expect_out 400 objectos storage count --state-dir "$test_dir/other"
