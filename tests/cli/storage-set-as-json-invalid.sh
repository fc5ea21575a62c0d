#!/bin/bash
# What is not JSON is refused with its place, and nothing is written.
. "$OBJECTOS_TESTS/lib.sh"

objectos storage set key before
for text in '' ' ' '{' '{"a":}' '[1,]' '01' '+1' 'nul' "{'a':1}" '1 2' '"\x"' $'"a\tb"' 'NaN' '[1'; do
  expect_error 3 '[0-9]:[0-9]' objectos storage set key --as json "$text"
done
expect_error 3 '1:6' objectos storage set key --as json '{"a":}'
expect_error 3 '2:1' objectos storage set key --as json $'[1,\nx]'
printf '"\377"' | expect_error 3 'UTF-8' objectos storage set key --as json
expect_out before objectos storage get key
