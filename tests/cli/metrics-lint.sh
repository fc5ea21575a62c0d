#!/bin/bash
# lint tells place and severity of what is wrong with an exposition; errors are exit status 1.
. "$OBJECTOS_TESTS/lib.sh"

printf 'a 1\na 2\n# TYPE b_total counter\nb_total x\n' >wrong
run objectos metrics lint wrong
want_status 1
expect_stdout 'wrong:1:1: warning: there is no help text
wrong:2:1: error: this series stands there twice
wrong:4:9: error: "x" is not a number'
run objectos metrics lint wrong --json
want_status 1
expect_same '[["warning",1,1],["error",2,1],["error",4,9]]' "$(jq -c 'map([.severity, .line, .column])' "$out")"
printf 'a 1\n' >plain
expect_out 'plain:1:1: warning: there is no help text' objectos metrics lint plain
run objectos metrics lint plain --fail-on warning
want_status 1
expect_nothing objectos metrics lint - </dev/null
expect_json '[]' objectos metrics lint - --json </dev/null
printf '# EOF\n' | expect_nothing objectos metrics lint -
# The format is told by the last line, unless it is given.
printf '# TYPE a unknown\n# HELP a x\na 1\n# EOF\n' >open
expect_nothing objectos metrics lint open
run objectos metrics lint open --format prometheus
want_status 1
expect_stdout 'open:1:10: error: "unknown" is not a type of metrics'
run objectos metrics lint plain --format openmetrics
want_status 1
expect_error 2 'No such file|no such file' objectos metrics lint absent
expect_error 2 'none of' objectos metrics lint plain --format json
