#!/bin/bash
# 100 MB go in and come out unchanged; over the stated limit of 512 MiB is status 3.
. "$OBJECTOS_TESTS/lib.sh"

head -c 100000000 /dev/urandom >bytes
expect_nothing objectos storage set big --as bytes --file bytes
objectos storage get big --raw >back
expect_nothing cmp bytes back
head -c 540000000 /dev/zero >zeros
expect_error 3 'larger than 512 MiB' objectos storage set too-big --as bytes --file zeros
expect_no objectos storage has too-big
