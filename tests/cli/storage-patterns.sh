#!/bin/bash
# A pattern is a glob over the whole key.
. "$OBJECTOS_TESTS/lib.sh"

for key in abc a:b/c abd 'a*c' 'a[c' aéc ab; do objectos storage set "$key" x; done
matches() {
  expect_out "$2" objectos storage keys "$1"
}
matches 'abc' abc
matches 'a?' ab
matches 'a?c' $'a*c\na[c\nabc\naéc'
matches 'a\*c' 'a*c'
matches 'a[[]c' 'a[c'
matches 'a[*]c' 'a*c'
matches 'ab[c-d]' $'abc\nabd'
matches 'ab[!c]' abd
matches '*c' $'a*c\na:b/c\na[c\nabc\naéc'
matches 'a*b*c' $'a:b/c\nabc'
expect_nothing objectos storage keys b
expect_nothing objectos storage keys 'A*'
expect_error 2 '' objectos storage keys 'a[b'
expect_error 2 '' objectos storage keys a\\
