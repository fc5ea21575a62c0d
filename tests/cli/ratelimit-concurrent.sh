#!/bin/bash
# A hundred callers at once: exactly as many are allowed as the limit says, on every backend.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_redis R
start_postgres P "max_connections = 200"
# A hundred processes of a sanitizer take longer than usual to connect.
export OBJECTOS_STORAGE_TIMEOUT=60s
for url in '' "$R_url" "$P_url"; do
  rm -f statuses
  callers=()
  for _ in {1..100}; do
    (
      code=0
      ${url:+env OBJECTOS_STORAGE_URL="$url"} objectos ratelimit check api --limit 10/d || code=$?
      echo $code >>statuses
    ) &
    callers+=($!)
  done
  wait "${callers[@]}"
  expect_out $'     10 0\n     90 1' sh -c 'sort statuses | uniq -c'
done
