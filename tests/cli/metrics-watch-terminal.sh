#!/bin/bash
# `metrics watch` on a terminal: a page of its own, no larger than the screen, which it leaves as it was.
. "$OBJECTOS_TESTS/lib.sh"

screen() { python3 "$OBJECTOS_TESTS/tools/on_screen.py" "$@"; }
for i in {1..60}; do printf '["metrics","set","depth","%d","-l","shard=%03d"]\n' "$i" "$i"; done | objectos batch >/dev/null
watch=(env TERM=xterm objectos metrics watch --interval 100ms)
for keys in q Q '\x03'; do
  expect_status 0 screen --columns 60 --when 'shard="040"' --type "$keys" "${watch[@]}"
done
cp "$out" shown
# 50 lines: the head, 48 series, and how many more there are.
expect_status 0 grep -q 'and 12 more' shown
expect_status 0 grep -q '60 series, every 100ms, q ends' shown
expect_status 0 python3 - shown <<'P'
import re, sys
text = open(sys.argv[1], newline="").read()
begin, end = "\x1b[?1049h\x1b[?25l", "\x1b[?25h\x1b[?1049l"
assert text.startswith(begin) and text.endswith(end), "the page is entered and left"
for page in text[len(begin):-len(end)].split("\x1b[H")[1:]:
    assert page.endswith("\x1b[J")
    lines = re.sub("\x1b\\[[0-9;]*[a-zA-Z]", "", page).split("\r\n")
    assert len(lines) == 50, len(lines)
    assert all(len(line) <= 60 for line in lines), max(lines, key=len)
P
# Signals end it as well, and the terminal's modes are back.
run screen --when 'series, every' --type q bash -c 'before=$(stty -g); "$@"; echo "status $?"; [[ $(stty -g) == "$before" ]] && echo same' bash "${watch[@]}"
want_status 0
cp "$out" shown
expect_status 0 grep -q 'status 0' shown
expect_status 0 grep -q same shown
run screen bash -c 'before=$(stty -g); timeout -s TERM --foreground 0.5 "$@"; echo "status $?"; [[ $(stty -g) == "$before" ]] && echo same' bash "${watch[@]}"
expect_status 0 grep -q same "$out"
# A time limit leaves the terminal as it was, too.
run screen bash -c 'before=$(stty -g); "$@" --timeout 300ms; echo "status $?"; [[ $(stty -g) == "$before" ]] && echo same' bash "${watch[@]}"
cp "$out" shown
expect_status 0 grep -q 'status 4' shown
expect_status 0 grep -q same shown
# Suspended, the shell has its screen; in the foreground again the page is drawn anew.
cat >shell.sh <<'S'
set -m
objectos metrics watch --interval 100ms
echo "back with $?"
suspended=$(jobs -p)
(sleep 0.3; kill -TERM "$suspended") &
fg %1
echo "ended with $?"
S
run screen --when 'series, every' --type '\x1a' env TERM=xterm bash shell.sh
want_status 0
cp "$out" shown
for text in 'back with 14[78]' 'ended with 0'; do expect_status 0 grep -q "$text" shown; done
expect_same 2 "$(grep -o $'\e\\[?1049h' shown | wc -l)"
# A terminal that cannot be steered gets plain tables.
expect_status 0 screen --when 'shard="060"' --type '\x03' env TERM=dumb objectos metrics watch --interval 100ms
expect_no grep -q $'\e' "$out"
