#!/bin/bash
# A login that is refused is status 5, and no password is printed.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_postgres pg
export OBJECTOS_STORAGE_URL="postgres://$pg_user:wrong-secret@127.0.0.1:$pg_port/objectos"
for command in 'storage get k' 'storage get k -vv' 'storage get k --json'; do
  # shellcheck disable=SC2086 # words
  expect_status 5 objectos $command
  expect_stdout ''
  expect_err 'password authentication failed'
  if grep -q 'wrong-secret' "$err"; then fail 'the password was printed'; fi
done
OBJECTOS_STORAGE_URL="postgres://$pg_user@127.0.0.1:$pg_port/objectos" \
  expect_error 5 'wants a password' objectos storage get k
unset OBJECTOS_STORAGE_URL
export OBJECTOS_STORAGE_BACKEND=postgres OBJECTOS_STORAGE_OPTIONS_HOST=127.0.0.1 OBJECTOS_STORAGE_OPTIONS_PORT=$pg_port
export OBJECTOS_STORAGE_OPTIONS_USER=$pg_user OBJECTOS_STORAGE_OPTIONS_PASSWORD=$pg_password
expect_nothing objectos storage set k v
expect_out v objectos storage get k
unset OBJECTOS_STORAGE_OPTIONS_PASSWORD
printf '127.0.0.1:%s:*:%s:%s\n' "$pg_port" "$pg_user" "$pg_password" >passwords
chmod 600 passwords
PGPASSFILE=$PWD/passwords expect_out v objectos storage get k
