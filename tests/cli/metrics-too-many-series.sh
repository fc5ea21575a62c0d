#!/bin/bash
# The write that makes one series too many of a family warns of it, and no other: where series are made somebody can still
# find out why.
. "$OBJECTOS_TESTS/lib.sh"

warning='^objectos: warning: metrics: hits has more than 10000 series: does one of its labels take any value\?$'
series() { awk -v n="$1" 'BEGIN { print "# TYPE hits counter"; for (i = 0; i < n; ++i) printf "hits{path=\"%d\"} 1\n", i }'; }
series 10000 >page
expect_nothing objectos metrics import page
expect_nothing objectos metrics inc hits -l path=17
expect_status 0 objectos metrics inc hits -l path=new --json
expect_stdout '{"name":"hits","labels":{"path":"new"},"value":1}'
expect_err "$warning"
expect_same 1 "$(wc -l <"$err")"
expect_nothing objectos metrics inc hits -l path=new
expect_nothing objectos metrics inc hits -l path=newer
expect_nothing objectos metrics import page
run objectos metrics export
expect_err ''

# At once, and in a batch.
objectos metrics delete hits
series 10001 >page
expect_status 0 objectos metrics import page
expect_err "$warning"
objectos metrics delete hits
series 9999 >page
expect_nothing objectos metrics import page
printf 'metrics inc hits -l path=%s\n' a b c >lines
expect_status 0 objectos batch <lines
expect_err "$warning"
expect_same 1 "$(wc -l <"$err")"
# Nothing that is refused is spoken of.
objectos metrics delete hits
objectos metrics import page
printf '# TYPE hits counter\nhits{path="a"} 1\nhits{path="b"} 1\n# TYPE other counter\nother x\n' >wrong
expect_error 3 'wrong:5:7' objectos metrics import wrong
expect_nothing objectos -q metrics inc hits -l path=a
expect_nothing objectos -q metrics inc hits -l path=b
