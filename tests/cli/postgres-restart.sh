#!/bin/bash
# A server that ends under a running batch: its lines get errors, later ones work again, and nothing that was
# acknowledged is lost.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_postgres pg
export OBJECTOS_STORAGE_URL=$pg_url
mkfifo lines
objectos batch <lines >replies &
batch=$!
exec 4>lines
echo 'storage set first 1' >&4
wait_until grep -q '"exit":0' replies
(for ((i = 0; i < 20000; ++i)); do printf 'storage set k%d %d\n\n' "$i" "$i"; done >&4) &
load=$!
wait_until grep -q '"id":200,' replies
kill_server pg
restart_server pg 4>&-  # or the server would hold the pipe open
wait "$load"
again() {
  echo 'storage incr again' >&4
  grep -q '"key":"again"' replies
}
wait_until again
exec 4>&-
wait "$batch" || (($? == 6)) || fail "batch ended with $?"
expect_out 1 objectos storage get first
sed -n 's/.*"exit":0.*"key":"\(k[0-9]*\)".*/\1/p' replies | LC_ALL=C sort >acknowledged
objectos storage keys 'k*' >present
expect_nothing comm -23 acknowledged present
test -s acknowledged
# A reply for each command, in order, and none for a blank line, also where a whole group failed.
expect_out true jq -s 'map(.id) | . == unique' replies
expect_out 0 jq -s 'map(select(.id > 1 and .id <= 40001 and .id % 2 == 1)) | length' replies
