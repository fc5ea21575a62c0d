#!/bin/bash
# A table of the same name that is another program's is left alone, and so is a value that is no JSON.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_postgres pg
export OBJECTOS_STORAGE_URL=$pg_url
sql() { psql -X -q -At "$pg_url" -c "$1"; }
sql 'CREATE TABLE objectos_storage(id int, content text)'
expect_error 3 'was not made by objectos' objectos storage get k
expect_error 3 'was not made by objectos' objectos storage set k v
expect_error 3 'was not made by objectos' objectos storage keys
expect_error 3 'was not made by objectos' objectos storage incr k
sql 'DROP TABLE objectos_storage'
objectos storage set k v
sql "INSERT INTO objectos_storage(key, value) VALUES ('bad', 'no JSON')"
expect_error 3 'bad' objectos storage get bad
expect_out v objectos storage get k
expect_error 3 'bad' objectos storage incr bad
expect_nothing objectos storage set bad good
expect_out good objectos storage get bad
