#!/bin/bash
# Without the notification service --notify is status 4, says what is missing, and nothing counts as told.
. "$OBJECTOS_TESTS/lib.sh"

export OBJECTOS_METRICS_ALERTS='[{"name":"high","metric":"depth","op":">","threshold":0}]'
expect_nothing objectos metrics set depth 1
expect_error 4 'needs the service notification' objectos metrics alerts check --notify
expect_json_error 4 unavailable notification objectos metrics alerts check --notify --json
expect_out $'inactive\thigh' objectos metrics alerts list
expect_status 1 objectos metrics alerts check
expect_same high "$(cut -f 2 "$out")"
