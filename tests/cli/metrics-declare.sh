#!/bin/bash
# A declaration fixes type, help, unit, labels and buckets, and puts zeros out.
. "$OBJECTOS_TESTS/lib.sh"

expect_nothing objectos metrics declare app.errors.total --type counter --help-text 'Errors, by kind.' --init kind=io --init kind=net
expect_out 0 objectos metrics get app.errors.total -l kind=io
expect_bytes '# HELP app_errors_total Errors, by kind.\n# TYPE app_errors_total counter\napp_errors_total{kind="io"} 0\napp_errors_total{kind="net"} 0\n' \
  objectos metrics export
expect_nothing objectos metrics inc app.errors.total -l kind=io
expect_nothing objectos metrics declare app.errors.total --type counter --help-text Better. --init kind=io
expect_ndjson '{"name":"app.errors.total","type":"counter","help":"Better.","unit":"","series":2}' objectos metrics list --json
expect_out 1 objectos metrics get app.errors.total -l kind=io
expect_nothing objectos metrics delete app.errors.total

# Without labels the first use decides.
expect_nothing objectos metrics declare open --type gauge --help-text x
expect_nothing objectos metrics set open 1 -l k=v
expect_error 3 'labels of open are k' objectos metrics set open 1
expect_nothing objectos metrics declare two --type counter --label b --label a
expect_nothing objectos metrics inc two -l a=1 -l b=2
expect_error 3 'labels of two are a, b, not a' objectos metrics inc two -l a=1
expect_nothing objectos metrics inc two -l a=1 -l b=

expect_nothing objectos metrics declare job_seconds --type histogram --unit seconds --buckets batch --init job=a
run objectos metrics get job_seconds --json
expect_out '86400' jq -r '.buckets | keys_unsorted[-2]' "$out"
expect_error 2 '--type' objectos metrics declare x
expect_error 2 'finite and ascending' objectos metrics declare x --type histogram --buckets 2,1
expect_error 2 'not a number' objectos metrics declare x --type histogram --buckets 1,two
expect_error 2 'only a histogram' objectos metrics declare x --type gauge --buckets 1,2
expect_error 2 'reserved' objectos metrics declare x --type histogram --label le
expect_error 2 'unit' objectos metrics declare x --type gauge --unit 'per second'
expect_no objectos metrics get x
