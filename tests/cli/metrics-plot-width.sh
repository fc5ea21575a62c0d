#!/bin/bash
# A plot is never wider than the terminal, whatever names, labels and numbers there are; colour is for terminals.
. "$OBJECTOS_TESTS/lib.sh"

screen() { python3 "$OBJECTOS_TESTS/tools/on_screen.py" "$@"; }
# Columns of the longest line: blocks are one, what is written in East Asia two.
widest() {
  python3 -c 'import re, sys, unicodedata
text = re.sub("\x1b\\[[0-9]*m", "", sys.stdin.read())
print(max(sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line) for line in text.splitlines()))' <"$out"
}
long=$(printf 'x%.0s' {1..90})
expect_nothing objectos metrics observe "$long" -l "site=$long" 0.001 0.7 1e9 3
expect_nothing objectos metrics set depth 1234567.891 -l "site=$long" -l kind=a
expect_nothing objectos metrics set depth -l "site=首都首都首都首都首都首都首都首都首都首都首都" -l kind=b -- -1e300
expect_nothing objectos metrics set depth 1e300 -l $'site=\e[31mred\x07' -l kind=c
for name in "$long" depth; do
  for columns in 20 30 40 60 80 81 200; do
    for locale in C.UTF-8 C; do
      expect_status 0 screen --columns "$columns" env TERM=xterm LC_ALL=$locale objectos metrics plot "$name"
      (($(widest) <= columns)) || unexpected stdout "at most $columns columns" "$(widest)"
    done
    COLUMNS=$columns expect_status 0 objectos metrics plot "$name"
    (($(widest) <= columns)) || unexpected stdout "at most $columns columns" "$(widest)"
  done
  expect_status 0 objectos metrics plot "$name"
  (($(widest) <= 80)) || unexpected stdout 'at most 80 columns' "$(widest)"
done
# What steers a terminal does not come through, colour only on one; NO_COLOR is heard.
expect_status 0 screen env TERM=xterm objectos metrics plot depth
cp "$out" shown
expect_status 0 grep -q $'\e\[36m' shown
expect_status 0 grep -qF '\u001b[31mred\u0007' <(COLUMNS=200 objectos metrics plot depth)
expect_no grep -q $'\e\[31m' shown
expect_status 0 screen env TERM=xterm NO_COLOR=1 objectos metrics plot depth
expect_no grep -q $'\e' "$out"
expect_status 0 objectos metrics plot depth
expect_no grep -q $'\e' "$out"
# Where the locale is not UTF-8 bars are made of plain characters.
for locale in C POSIX en_US.ISO-8859-1; do
  LC_ALL=$locale expect_status 0 objectos metrics plot "$long"
  cp "$out" shown
  expect_no grep -qP '[^\x00-\x7f]' shown
  expect_status 0 grep -q '##' shown
done
LC_ALL='' LC_CTYPE='' LANG=de_DE.utf8 expect_status 0 objectos metrics plot "$long"
expect_status 0 grep -q █ "$out"
