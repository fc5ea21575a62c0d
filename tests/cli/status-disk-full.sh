#!/bin/bash
# A disk with hardly any room is told before the first write that fails.
. "$OBJECTOS_TESTS/lib.sh"

cat >full.sh <<'SCRIPT'
. "$OBJECTOS_TESTS/lib.sh"
mkdir small
mount -t tmpfs -o size=20m none small
export OBJECTOS_STATE_DIR=$PWD/small/state
expect_status 0 objectos storage set a 1
expect_status 0 objectos status
head -c 16m /dev/zero >small/filler
expect_status 1 objectos status --json
cp "$out" report
expect_json '["degraded",true]' jq -c '.checks[] | select(.name == "state.room") | [.status, (.message | test("nearly full: [0-9.]+ MiB"))]' report
expect_json "[\"df -h '$PWD/small/state'\"]" jq -c '[.checks[].fix | values]' report
SCRIPT
with_mounts full.sh
