#!/bin/bash
# A .prom file appears whole and readable for everybody, and holds text 0.0.4.
. "$OBJECTOS_TESTS/lib.sh"

expect_nothing objectos metrics inc hits
expect_nothing objectos metrics export -o out.prom
expect_out 644 stat -c %a out.prom
objectos metrics export >page
expect_nothing cmp page out.prom
(umask 077 && expect_nothing objectos metrics export -o out.prom)
expect_out 644 stat -c %a out.prom
expect_error 2 'format prometheus' objectos metrics export -o out.prom --format openmetrics
expect_json_error 2 usage 'format prometheus' objectos metrics export -o out.prom --json
expect_error 2 'format prometheus' objectos metrics export -o out.prom --escaping allow-utf-8
expect_error 4 'No such file' objectos metrics export -o absent/out.prom
expect_nothing cmp page out.prom
expect_out out.prom bash -c 'ls | grep prom'
# node_exporter would leave one of two files out that disagree on a family, without a word.
printf '# HELP hits_total Other.\n# TYPE hits_total counter\nhits_total{a="b"} 1\n' >other.prom
expect_error 3 'other.prom has the metric hits_total with another type or help text' objectos metrics export -o out.prom
expect_nothing cmp page out.prom
printf '# HELP hits_total hits, a counter\n# TYPE hits_total counter\nhits_total{a="b"} 1\n' >other.prom
expect_nothing objectos metrics export -o out.prom
