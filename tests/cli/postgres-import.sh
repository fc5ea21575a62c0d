#!/bin/bash
# `import` and `export` take the same lines to PostgreSQL and back, also where keys are there already.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_postgres pg
export OBJECTOS_STORAGE_URL=$pg_url
awk 'BEGIN { for (i = 1; i <= 40000; i++) printf "{\"key\":\"k%06d\",\"value\":\"value of %d\"}\n", i, i }' >large
expect_json '{"imported":40000,"kept":0}' objectos storage import large --json
expect_nothing objectos storage export -o back
expect_nothing cmp large back
objectos storage delete k000007 k030000 k040000
expect_json '{"imported":3,"kept":39997}' objectos storage import large --on-conflict keep --json
objectos storage clear --yes
objectos storage set k039999 'in the way'
expect_error 3 'large:39999: k039999' objectos storage import large --on-conflict fail
expect_out k039999 objectos storage keys
expect_nothing objectos storage import large
expect_nothing objectos storage export -o back
expect_nothing cmp large back
