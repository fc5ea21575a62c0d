#!/bin/bash
# A state directory that others can write to is refused with status 5.
. "$OBJECTOS_TESTS/lib.sh"

objectos storage set key x
chmod 777 "$OBJECTOS_STATE_DIR"
expect_error 5 'state' objectos storage get key
expect_error 5 '' objectos storage set key y
expect_json_error 5 denied '' objectos storage get key --json
chmod 700 "$OBJECTOS_STATE_DIR"
expect_out x objectos storage get key
