#!/bin/bash
# A terminal is shown control characters as \xHH; a pipe gets every byte as it was stored.
. "$OBJECTOS_TESTS/lib.sh"

screen() { python3 "$OBJECTOS_TESTS/tools/on_screen.py" "$@"; }
evil=$'a\e]0;title\a\x7f'
objectos storage set "$evil" $'line\nred\e[31m\xc2\x9b tab\t'
expect_bytes 'a\\x1b]0;title\\x07\\x7f\n' screen objectos storage keys
expect_bytes 'line\nred\\x1b[31m\\xc2\\x9b tab\t\n' screen objectos storage get "$evil"
expect_out "$evil" objectos storage keys
expect_bytes 'line\nred\033[31m\0302\0233 tab\t\n' objectos storage get "$evil"
expect_bytes 'line\nred\033[31m\0302\0233 tab\t' screen objectos storage get "$evil" --raw
expect_bytes 'a\\x1b]0;title\\x07\\x7f\n' screen objectos storage delete --match '*' --dry-run
objectos storage set $'sc\e:key' x
expect_status 0 screen objectos storage scopes
expect_no grep -q $'\e' "$out"
expect_status 0 screen objectos storage keys -l
expect_no grep -q $'\e' "$out"
expect_status 2 screen objectos storage $'no\e[31msuch'
expect_no grep -q $'\e' "$out"
printf '\377\1' | objectos storage set binary --as bytes
expect_bytes '\\xff\\x01\n' screen objectos storage get binary
# JSON stays JSON: what would steer the terminal is escaped in it.
expect_bytes '"line\\nred\\u001b[31m\\u009b tab\\t"\n' screen objectos --json storage get "$evil"
expect_status 0 screen objectos storage export
cp "$out" shown
expect_no grep -q $'\x7f\\|\xc2\x9b' shown
expect_same "$(objectos storage export | jq -S .)" "$(jq -S . shown)"
