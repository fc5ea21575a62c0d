#!/bin/bash
# Entries go by the tags they were set with, or by pattern, without a question.
. "$OBJECTOS_TESTS/lib.sh"

objectos cache set one 1 --tag blog --tag home
objectos cache set two 2 -t home
objectos cache set in 3 --tag home --scope s
objectos cache set none 4
expect_json '{"deleted":0}' objectos cache invalidate --tag unknown --json
expect_json '{"deleted":1}' objectos cache invalidate --tag home --scope s --json
expect_json '{"deleted":2}' objectos cache invalidate --tag blog --tag home --json
expect_out none objectos cache keys
objectos cache set none 5 --tag gone
objectos cache set none 6
expect_json '{"deleted":0}' objectos cache invalidate --tag gone --json
expect_json '{"deleted":1}' objectos cache invalidate --match 'n*' --json
expect_error 2 'either --tag or --match' objectos cache invalidate
expect_error 2 'either --tag or --match' objectos cache invalidate --tag a --match b
expect_error 2 'tag: a key must not be empty' objectos cache invalidate --tag ''
