#!/bin/bash
# `batch` runs a command for each line, words in JSON or in shell quotes, and answers each in order.
. "$OBJECTOS_TESTS/lib.sh"

expect_ndjson '{"id":1,"exit":0,"result":{"key":"a b","set":true}}
{"id":2,"exit":0,"result":"it'"'"'s"}
{"id":3,"exit":0,"result":{"key":"n","value":1}}
{"id":4,"exit":1,"result":null}
{"id":5,"exit":1,"result":{"exists":false}}' objectos batch <<'LINES'
["storage", "set", "a b", "it's"]
storage get 'a b'
storage incr "n"
storage get nothing
storage has nothing
LINES
expect_out "it's" objectos storage get 'a b'
expect_nothing objectos batch </dev/null
