#!/bin/bash
# Another user's or everybody's state directory is refused with status 5, a file without the right to read too.
. "$OBJECTOS_TESTS/lib.sh"

[[ $(id -u) == 0 ]] || skip 'root, to become another user'
as_nobody() { setpriv --reuid 65534 --regid 65534 --clear-groups env HOME=/nonexistent "$@"; }
# The run's own directories are private; let others pass through them.
directory=$test_dir
while [[ $directory == */objectos-tests.* ]]; do
  chmod a+x "$directory"
  directory=$(dirname "$directory")
done
chmod a+x .
cp "$objectos" "$test_dir/objectos"
if ! as_nobody "$test_dir/objectos" --version >/dev/null 2>&1; then skip 'a place that other users can reach'; fi
objectos storage set key value
chmod 755 "$OBJECTOS_STATE_DIR"
expect_error 5 'belongs to another user' as_nobody "$test_dir/objectos" storage get key
expect_error 5 'belongs to another user' as_nobody "$test_dir/objectos" storage set key other
chmod 777 "$OBJECTOS_STATE_DIR"
expect_error 5 'other users can write' objectos storage get key
chmod 700 "$OBJECTOS_STATE_DIR"
mkdir open
chmod 755 open
objectos --storage-url sqlite:open/shared.db storage set key value
expect_error 5 'Permission denied' as_nobody "$test_dir/objectos" --storage-url sqlite:open/shared.db storage get key
chmod 644 open/shared.db*
expect_out value as_nobody "$test_dir/objectos" --storage-url sqlite:open/shared.db storage get key
expect_error 5 'Permission denied' as_nobody "$test_dir/objectos" --storage-url sqlite:open/shared.db storage set key other
expect_error 5 'Permission denied' as_nobody "$test_dir/objectos" --state-dir /root/objectos-state storage set key other
# One's own, and closed even to oneself: status says how to open it.
mkdir closed
chown 65534:65534 closed
chmod 000 closed
expect_status 1 as_nobody "$test_dir/objectos" --state-dir "$PWD/closed" status --json
expect_same "chmod 700 '$PWD/closed'" "$(jq -r '.checks[] | select(.name == "state") | .fix' "$out")"
