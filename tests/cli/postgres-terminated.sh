#!/bin/bash
# A connection that the administrator ends between two lines is made anew.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_postgres pg
export OBJECTOS_STORAGE_URL=$pg_url
mkfifo lines
objectos batch <lines >replies &
batch=$!
exec 4>lines
for i in 1 2 3; do
  echo 'storage incr n' >&4
  wait_until grep -q "\"id\":$i," replies
  psql -X -q -At "$pg_superuser_url" >/dev/null \
    -c "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'objectos'"
done
exec 4>&-
expect_nothing wait "$batch"
expect_out 3 objectos storage get n
