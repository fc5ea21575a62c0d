#!/bin/bash
# list shows name, type, series and help, in order, with a pattern and a type.
. "$OBJECTOS_TESTS/lib.sh"

expect_nothing objectos metrics list
expect_no test -e "$OBJECTOS_STATE_DIR"
expect_nothing objectos metrics inc b.x -l k=1
expect_nothing objectos metrics inc b.x -l k=2
expect_nothing objectos metrics declare a --type gauge --help-text $'two lines\nand more' --unit bytes
expect_nothing objectos metrics observe B 1
expect_out $'B\thistogram\t1\t\na\tgauge\t0\ttwo lines\\x0aand more\nb.x\tcounter\t2\t' objectos metrics list
expect_out $'b.x\tcounter\t2\t' objectos metrics list 'b*'
expect_out $'B\thistogram\t1\t' objectos metrics list --type histogram
expect_ndjson '{"name":"a","type":"gauge","help":"two lines\nand more","unit":"bytes","series":0}' objectos metrics list a --json
expect_error 2 'none of' objectos metrics list --type summary
