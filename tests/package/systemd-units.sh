#!/bin/bash
# The units are understood by systemd, and the cron example by cron's syntax.
. "$OBJECTOS_TESTS/lib.sh"

expect_status 0 cmake --install "$OBJECTOS_BUILD" --prefix "$test_dir/prefix" --component cli
units=$test_dir/prefix/lib/systemd/system
expect_same $'objectos-notify.service\nobjectos-notify.timer\nobjectos-serve.service' "$(ls "$units")"
# Five fields of time, a user, a command that exists.
while read -r _ _ _ _ _ user command _; do
  expect_same 'objectos objectos' "$user $command"
done < <(grep -E '^[0-9*]' "$test_dir/prefix/share/doc/objectos/examples/objectos.cron")
expect_same 'u objectos - "objectos" /var/lib/objectos' "$(grep -v '^#' "$test_dir/prefix/lib/sysusers.d/objectos.conf")"

command -v systemd-analyze >/dev/null || skip systemd-analyze
sed -i "s,^ExecStart=[^ ]*,ExecStart=$test_dir/prefix/bin/objectos," "$units"/*.service
for unit in objectos-serve.service objectos-notify.service objectos-notify.timer; do
  run env SYSTEMD_UNIT_PATH="$units:" systemd-analyze verify --man=no "$units/$unit"
  expect_status 1 grep -q "objectos-" "$err"
done
