#!/bin/bash
# A row that another program holds is waited for until the time-out, and the server stops waiting, too.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_postgres pg
export OBJECTOS_STORAGE_URL=$pg_url
objectos storage set k before
mkfifo commands
psql -X -qAt "$pg_url" <commands >answers &
exec 4>commands
echo "BEGIN; UPDATE objectos_storage SET value = '\"other\"'; SELECT 'locked';" >&4
wait_until grep -q locked answers
OBJECTOS_STORAGE_TIMEOUT=300ms expect_error 4 '' objectos storage set k after
expect_out before objectos storage get k
waiting_statements() {
  psql -X -Atc "SELECT 1 FROM pg_stat_activity WHERE application_name = 'objectos' AND state = 'active'" "$pg_url" | grep -q 1
}
wait_until ! waiting_statements
echo 'COMMIT;' >&4
exec 4>&-
wait
expect_out other objectos storage get k
