#!/bin/bash
# get sums counters and histograms over labels; gauges have a line each; absent is exit status 1.
. "$OBJECTOS_TESTS/lib.sh"

expect_no objectos metrics get absent
expect_json_status 1 null objectos metrics get absent --json
expect_no test -e "$OBJECTOS_STATE_DIR"
expect_nothing objectos metrics inc hits 2 -l host=a -l code=200
expect_nothing objectos metrics inc hits 3 -l host=b -l code=200
expect_out 5 objectos metrics get hits
expect_out 3 objectos metrics get hits -l host=b
expect_out 5 objectos metrics get hits -l code=200
expect_no objectos metrics get hits -l host=c
expect_json '{"name":"hits","type":"counter","labels":{"code":"200"},"value":5}' objectos metrics get hits -l code=200 --json
expect_json '{"name":"hits","type":"counter","labels":{"code":"200","host":"a"},"value":2}' objectos metrics get hits -l host=a --json
expect_nothing objectos metrics set depth 1 -l q=a
expect_nothing objectos metrics set depth 2 -l q=b
expect_out 1 objectos metrics get depth -l q=a
expect_out $'depth{q="a"}\t1\ndepth{q="b"}\t2' objectos metrics get depth
expect_json '[{"name":"depth","type":"gauge","labels":{"q":"a"},"value":1},{"name":"depth","type":"gauge","labels":{"q":"b"},"value":2}]' \
  objectos metrics get depth --json
expect_nothing objectos metrics observe seconds 1 1 1 1 -l q=a
expect_nothing objectos metrics observe seconds 8 -l q=b
run objectos metrics get seconds
want_status 0
expect_same $'count\t5\nsum\t12' "$(head -2 "$out")"
expect_same '0.5 0.9 0.95 0.99' "$(tail -n +3 "$out" | cut -f1 | xargs)"
expect_error 2 'NAME is missing' objectos metrics get
