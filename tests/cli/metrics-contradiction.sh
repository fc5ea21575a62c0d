#!/bin/bash
# A use that contradicts type, labels or buckets is refused, and nothing changes.
. "$OBJECTOS_TESTS/lib.sh"

expect_nothing objectos metrics inc errors -l kind=io
expect_nothing objectos metrics declare size --type histogram --buckets 1,2 --init ''
objectos metrics export >before
expect_error 3 'errors is a counter, not a gauge' objectos metrics set errors 1 -l kind=io
expect_error 3 'errors is a counter, not a histogram' objectos metrics observe errors 1 -l kind=io
expect_error 3 'the labels of errors are kind, not none' objectos metrics inc errors
expect_error 3 'the labels of errors are kind, not king' objectos metrics inc errors -l king=io
expect_error 3 'the labels of errors are kind, not host, kind' objectos metrics inc errors -l kind=io -l host=a
expect_error 3 'the buckets of size are 1, 2, not 1, 3' objectos metrics declare size --type histogram --buckets 1,3
expect_error 3 'errors is a counter, not a gauge' objectos metrics declare errors --type gauge
expect_json_error 3 data 'errors is a counter' objectos metrics add errors 1 -l kind=io --json
expect_bytes "$(sed -z 's/\\/\\\\/g' before)\n" objectos metrics export
