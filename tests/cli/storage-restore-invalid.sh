#!/bin/bash
# A file that is no backup, or only half of one, is refused and changes nothing.
. "$OBJECTOS_TESTS/lib.sh"

objectos storage set a x
objectos storage backup copy
objectos storage set a y
head -c 100000 /dev/urandom >noise
expect_error 3 'noise' objectos storage restore noise
size=$(stat -c %s copy)
head -c "$((size / 2))" copy >half
expect_error 3 'half' objectos storage restore half
: >empty
expect_error 3 'empty' objectos storage restore empty
expect_out y objectos storage get a
