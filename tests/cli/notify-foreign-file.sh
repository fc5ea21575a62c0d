#!/bin/bash
# A file that is no queue, or one of a newer objectos, is refused and stays as it is.
. "$OBJECTOS_TESTS/lib.sh"

send() { objectos notify send --queue -c inbox -t alice -b hello; }
mkdir -m 700 "$OBJECTOS_STATE_DIR"
file=$OBJECTOS_STATE_DIR/notification.db
(umask 077 && printf 'no database at all, but long enough to be looked at as one\n%.0s' {1..20} >"$file")
before=$(cksum <"$file")
expect_error 3 'notification.db' send
expect_error 3 'notification.db' objectos notify flush
expect_same "$before" "$(cksum <"$file")"
rm "$file"
expect_nothing send
sqlite3 "$file" 'PRAGMA user_version = 99'
expect_error 3 'newer' send
expect_error 3 'newer' objectos notify queue list
sqlite3 "$file" 'PRAGMA user_version = 1'
expect_nothing send
chmod 777 "$OBJECTOS_STATE_DIR"
expect_error 5 '' send
chmod 700 "$OBJECTOS_STATE_DIR"
expect_same 2 "$(objectos notify inbox list alice | wc -l)"
