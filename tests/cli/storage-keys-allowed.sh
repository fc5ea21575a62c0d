#!/bin/bash
# A key is 1 to 1,024 bytes of UTF-8 without newline, its scope counted.
. "$OBJECTOS_TESTS/lib.sh"

long=$(printf 'k%.0s' {1..1024})
expect_nothing objectos storage set "$long" v
expect_out v objectos storage get "$long"
expect_error 2 '1,?024' objectos storage set "${long}k" v
expect_error 2 '' objectos storage get "${long}k"
expect_error 2 '' objectos storage set "$long" v --scope s
expect_nothing objectos storage set "${long:2}" v --scope s
expect_error 2 '' objectos storage set '' v
expect_error 2 '' objectos storage set $'a\nb' v
expect_error 2 'UTF-8' objectos storage set $'\xff' v
expect_error 2 'UTF-8' objectos storage get $'a\xc3'
expect_nothing objectos storage set ' ключ = "x" * ' v
expect_out v objectos storage get ' ключ = "x" * '
