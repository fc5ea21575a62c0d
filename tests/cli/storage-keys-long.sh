#!/bin/bash
# `keys --long` adds type, size and when it ends.
. "$OBJECTOS_TESTS/lib.sh"

objectos storage set bytes --as bytes --file /dev/null
printf 12345 | objectos storage set five --as bytes
objectos storage set number 42 --as json
objectos storage set text hello --ttl 1h
expect_status 0 objectos storage keys '[!t]*' --long --json
expect_stdout '{"key":"bytes","type":"bytes","size":0,"expires_at":null}
{"key":"five","type":"bytes","size":5,"expires_at":null}
{"key":"number","type":"number","size":2,"expires_at":null}'
expect_status 0 objectos storage keys text -l --json
line=$(cat "$out")
[[ $line =~ ^\{\"key\":\"text\",\"type\":\"string\",\"size\":[0-9]+,\"expires_at\":\"20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\.[0-9]{3}Z\"\}$ ]] ||
  unexpected stdout 'a line with type string and an RFC 3339 time' "$line"
expect_out $'bytes\t0\tnone\tbytes\nbytes\t5\tnone\tfive\nnumber\t2\tnone\tnumber' objectos storage keys '[!t]*' -l
expect_status 0 objectos storage keys text -l
expect_status 0 grep -Eqx $'string\t5\t3[56][0-9]{2}(\\.[0-9]{1,3})?\ttext' "$out"
