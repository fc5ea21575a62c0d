#!/bin/bash
# A TTL is counted down; a set without one clears it, unless --keep-ttl. Zero and nonsense are wrong usage.
. "$OBJECTOS_TESTS/lib.sh"

expect_nothing objectos storage set key a --ttl 1h30m
run objectos storage ttl key
[[ $(cat "$out") =~ ^53(9[0-9]|99)(\.[0-9]{1,3})?$|^5400$ ]] || unexpected stdout 'nearly 5400' "$(cat "$out")"
expect_nothing objectos storage set key b --keep-ttl
run objectos storage ttl key
[[ $(cat "$out") =~ ^53(9[0-9]|99)(\.[0-9]{1,3})?$|^5400$ ]] || unexpected stdout 'nearly 5400' "$(cat "$out")"
expect_nothing objectos storage set key c
expect_out none objectos storage ttl key
for ttl in 0 0s 0ms -1 -5m '' 5x 1h1h h 1.2.3 ten; do
  expect_error 2 '' objectos storage set key d "--ttl=$ttl"
done
expect_error 2 '' objectos storage set key d --ttl 1h --keep-ttl
expect_out c objectos storage get key
