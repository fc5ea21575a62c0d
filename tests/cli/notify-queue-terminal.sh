#!/bin/bash
# `notify queue list` on a terminal: headings, columns within the screen, what went wrong below.
. "$OBJECTOS_TESTS/lib.sh"

expect_nothing objectos notify send --queue -c webhook -t https://example.com/a/rather/long/path/to/somewhere/else -b '{}'
expect_status 0 objectos notify send -q -c webhook -t http://127.0.0.1:1/x -b '{}'
expect_nothing objectos notify send -c inbox -t ana -b hello
list=(env TERM=xterm NO_COLOR=1 LANG=C.UTF-8 python3 "$OBJECTOS_TESTS/tools/on_screen.py" --streams 1 --columns 80 objectos notify queue list)
expect_status 0 "${list[@]}"
sed -E 's/^[0-9a-z]{17} /ID                /; s/ [0-9]+s/ Ns/g' "$out" >seen
cat >wanted <<'END'
id                 state      channel  to                     age  next  tries
ID                 queued     webhook  https://example.com/a… Ns   Ns      0
ID                 retrying   webhook  http://127.0.0.1:1/x   Ns   Ns      1
  127.0.0.1:1: cannot connect: Connection refused
ID                 sent       inbox    ana                    Ns           0
END
expect_same "$(tr -s ' ' <wanted)" "$(tr -s ' ' <seen)"
expect_same 80 "$(python3 -c 'import sys; print(max(len(line) for line in open(sys.argv[1]).read().splitlines()))' "$out")"
# The same for programs: fields between tabs, whole.
expect_status 0 objectos notify queue list
grep -qP '\tqueued\twebhook\thttps://example.com/a/rather/long/path/to/somewhere/else\t' "$out" || fail "$(<"$out")"
