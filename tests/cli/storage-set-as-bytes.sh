#!/bin/bash
# Bytes come back exactly; as JSON they are {"$base64":…}. Invalid UTF-8 is refused unless it is meant as bytes.
. "$OBJECTOS_TESTS/lib.sh"

printf 'a\377' | expect_error 3 'UTF-8' objectos storage set key
expect_error 3 'UTF-8' objectos storage set key $'\xc3'
expect_error 3 'UTF-8' objectos storage set key $'\xed\xa0\x80'
expect_no objectos storage has key
printf 'a\0\377' | expect_nothing objectos storage set key --as bytes
expect_bytes 'a\0\0377' objectos storage get key --raw
expect_bytes 'a\0\0377\n' objectos storage get key
expect_json '{"$base64":"YQD/"}' objectos storage get key --json
expect_error 2 'string.*json.*bytes' objectos storage set key x --as xml
