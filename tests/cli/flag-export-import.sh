#!/bin/bash
# What is exported and imported is the same, also under another name on the way.
. "$OBJECTOS_TESTS/lib.sh"

objectos flag set a true --percent 20
objectos flag set a true --user 'x/y z'
objectos flag set 'b/c' '{"k": [1.50, "é"]}'
objectos flag export >one.json
expect_status 0 jq -e '.flags | keys == ["a","b/c"]' one.json
expect_json "$(tr -d '\n' <one.json)" objectos flag export --json
expect_json '{"exported":2}' objectos flag export -o two.json --json
printf 'flag export\n' >commands
expect_json "{\"id\":1,\"exit\":0,\"result\":$(objectos flag export --json)}" objectos batch <commands
expect_nothing cmp one.json two.json
expect_nothing objectos flag import one.json --state-dir other
objectos flag export --state-dir other >three.json
expect_nothing cmp one.json three.json
objectos flag import --scope app <one.json
objectos flag export --scope app >four.json
expect_nothing cmp one.json four.json
expect_out on objectos flag get a --scope app --user 'x/y z'
objectos flag delete a --scope app
expect_out on objectos flag get a --user 'x/y z'
