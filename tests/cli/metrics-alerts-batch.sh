#!/bin/bash
# Alerts in a batch: the result is the JSON, the exit says whether one fires.
. "$OBJECTOS_TESTS/lib.sh"

export OBJECTOS_METRICS_ALERTS='[{"name":"high","metric":"depth","op":">","threshold":0}]'
printf '%s\n' 'metrics alerts check' 'metrics set depth 1' 'metrics alerts check' 'metrics alerts' >lines
expect_status 6 objectos batch <lines
expect_same '{"id":1,"exit":0,"result":[]}' "$(sed -n 1p "$out")"
expect_same '[3,1,"high","firing",1]' "$(sed -n 3p "$out" | jq -c '[.id, .exit, .result[0].name, .result[0].state, .result[0].value]')"
expect_same '[4,2]' "$(sed -n 4p "$out" | jq -c '[.id, .exit]')"
