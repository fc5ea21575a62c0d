#!/bin/bash
# An illegal name is refused with the character and its place; reserved labels are.
. "$OBJECTOS_TESTS/lib.sh"

for name in 'a b' '9lives' 'a{b}' 'a"b' $'a\nb' $'a\xff' '' '-a' 'a=b' 'a,b' 'ä ö'; do
  expect_error 2 '' objectos metrics inc -- "$name"
done
expect_error 2 '" " is not allowed in a name, at character 4 of "two words"' objectos metrics inc 'two words'
for label in le quantile __name__ 'a:b' 'a b' 9 ''; do
  expect_error 2 '' objectos metrics inc hits -l "$label=x"
done
expect_error 2 'reserved' objectos metrics observe seconds 1 -l le=1
expect_error 2 'given twice' objectos metrics inc hits -l a=1 -l a=2
expect_error 2 'not valid UTF-8' objectos metrics inc hits -l $'a=\xff'
expect_error 2 'bytes' objectos metrics inc hits -l "a=$(head -c 100000 /dev/zero | tr '\0' x)"
expect_no objectos metrics get hits
expect_no test -e "$OBJECTOS_STATE_DIR"
for name in app.errors.total a-b/c rule:sum _x größe; do expect_nothing objectos metrics inc "$name"; done
