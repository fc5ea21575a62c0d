#!/bin/bash
# Values live in a table of PostgreSQL: what one command writes the next one reads.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_postgres pg
export OBJECTOS_STORAGE_URL=$pg_url
expect_no objectos storage get k
expect_nothing objectos storage set k 'a "value"' --ttl 1h
expect_out 'a "value"' objectos storage get k
expect_out 2.5 objectos storage incr n --by 2.5
expect_no objectos storage set n 1 --if-absent
expect_nothing objectos storage set k '{"b": 1.0}' --as json --keep-ttl
printf '\0\377' | expect_nothing objectos storage set b --as bytes
expect_bytes '\0\377' objectos storage get b --raw
expect_out $'b\nk\nn' objectos storage keys
expect_nothing objectos storage delete b
expect_out 2 objectos storage count
expect_nothing test ! -e "$OBJECTOS_STATE_DIR"
