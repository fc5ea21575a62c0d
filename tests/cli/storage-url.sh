#!/bin/bash
# --storage-url, OBJECTOS_STORAGE_URL and OBJECTOS_URL choose the store; a password in the option is refused.
. "$OBJECTOS_TESTS/lib.sh"

expect_nothing objectos storage set key one --storage-url "sqlite:$PWD/one.db"
expect_out one env OBJECTOS_STORAGE_URL="sqlite:$PWD/one.db" objectos storage get key
expect_out one env OBJECTOS_URL="sqlite:$PWD/one.db" objectos storage get key
expect_no test -e "$OBJECTOS_STATE_DIR/storage.db"
expect_nothing objectos storage set key gone --storage-url memory:
expect_no objectos storage get key --storage-url memory:
expect_error 2 '' objectos storage get key --storage-url nonsense:x
expect_error 2 '' objectos storage get key --storage-url one.db
expect_status 2 objectos storage get key --storage-url redis://user:hunter2@127.0.0.1/0
expect_err 'password'
expect_no grep -q hunter2 "$err"
