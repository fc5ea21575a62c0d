#!/bin/bash
# However a process that begins sessions is killed: no session is there that is not listed and revoked with its user.
. "$OBJECTOS_TESTS/lib.sh"

for i in {1..40}; do
  objectos session create alice >>ids &
  pid=$!
  # The delay is the test's: somewhere within the process' life.
  python3 -c "import time; time.sleep($i / 10000)"
  kill -KILL "$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null || true
done
objectos session list | cut -f 1 | sort >all
objectos session list --user alice | cut -f 1 | sort >listed
expect_nothing cmp all listed
sort ids >acknowledged
expect_nothing comm -23 acknowledged listed
expect_json "{\"revoked\":$(wc -l <listed)}" objectos session revoke --user alice --json
expect_nothing objectos session list
