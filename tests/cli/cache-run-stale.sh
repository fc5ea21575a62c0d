#!/bin/bash
# Within --stale the old output comes at once, and one run in the background, which holds nothing of the caller's, makes
# the new one.
. "$OBJECTOS_TESTS/lib.sh"

mkfifo go
ask() { objectos cache run --ttl 50ms --stale 1h --key k -- sh -c 'echo >>runs; [ -e first ] && read -r line <go; echo "run $(wc -l <runs)"'; }
expect_out 'run 1' ask
: >first
# Readers of the caller's pipes come to their end although the run that it began goes on: that has no end of any.
mkfifo extra
is_stale() {
  cat extra >>seen &
  reader=$!
  [[ $(ask 9>extra) == 'run 1' ]] || return
  wait "$reader"
  [[ $(wc -l <runs) == 2 ]]
}
wait_until is_stale
for _ in {1..10}; do expect_out 'run 1' ask; done
expect_out 2 sh -c 'wc -l <runs'
rm first
echo >go
is_new() { [[ $(ask) == 'run '[2-9]* ]]; }
wait_until is_new

# What it makes is of use to those who asked, whether their streams are apart or one file: only the first has to wait.
for form in '2>apart' '2>&1'; do
  : >parents
  made() { bash -c "objectos cache run --key '$form' --ttl 50ms --stale 1h -- sh -c 'tr \"\\0\" \" \" </proc/\$PPID/cmdline >>parents; echo >>parents; echo made; echo loud >&2' $form"; }
  made_again() { expect_status 0 made && (($(wc -l <parents) >= 4)); }
  wait_until made_again
  expect_out 1 grep -vc -e --refresh parents
done
