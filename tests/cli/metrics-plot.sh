#!/bin/bash
# `metrics plot` draws what is stored: a bar for each bucket or series, no wider than 80 columns.
. "$OBJECTOS_TESTS/lib.sh"

expect_no objectos metrics plot absent
expect_nothing objectos metrics declare wait_seconds --type histogram --buckets 0.1,0.5,1,10,100
expect_no objectos metrics plot wait_seconds
expect_nothing objectos metrics observe wait_seconds -l site=a 0.3 0.3 0.3 0.3 1 20
expect_nothing objectos metrics observe wait_seconds -l site=b 0.4 0.4 0.4 0.4
# From the first bucket that holds something to the last; the value at a bound belongs to the bucket below it.
export COLUMNS=44
expect_out 'wait_seconds
0.5 │█████████████████████████████████ 8 p50
  1 │████▏                             1 p90
 10 │                                  0
100 │████▏                             1 p99
count 10  sum 23.8
p50 0.398  p90 0.989  p99 20.1' objectos metrics plot wait_seconds
expect_status 0 objectos metrics plot wait_seconds -l site=b
expect_same 'wait_seconds{site="b"}' "$(head -n 1 "$out")"
expect_status 0 grep -q '^count 4  sum 1.6$' "$out"
expect_no objectos metrics plot wait_seconds -l site=c
# A counter's series are not added up.
expect_nothing objectos metrics inc errors 30 -l kind=io
expect_nothing objectos metrics inc errors -l kind=net
expect_nothing objectos metrics inc errors 0 -l kind=none
expect_out 'errors
{kind="io"}   │██████████████████████████ 30
{kind="net"}  │▉                           1
{kind="none"} │                            0' objectos metrics plot errors
expect_status 0 objectos metrics plot errors -l kind=io
expect_same 2 "$(wc -l <"$out")"
# What is negative lies on the other side.
expect_nothing objectos metrics set balance -l of=a -- 40
expect_nothing objectos metrics set balance -l of=b -- -20
expect_nothing objectos metrics set balance -l of=c -- NaN
expect_nothing objectos metrics set balance -l of=d -- +Inf
LC_ALL=C expect_out 'balance
{of="a"}           |###################   40
{of="b"} ##########|                     -20
{of="c"}           |                     NaN
{of="d"}           |################### +Inf' objectos metrics plot balance
expect_json "$(objectos metrics get wait_seconds --json)" objectos metrics plot wait_seconds --json
expect_json null bash -c 'objectos metrics plot absent --json || [[ $? == 1 ]]'
