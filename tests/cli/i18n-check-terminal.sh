#!/bin/bash
# On a terminal the line is shown and what is meant in it is marked, whatever tabs, wide characters, marks and controls
# stand before; nothing is wider than the terminal.
. "$OBJECTOS_TESTS/lib.sh"

screen() { python3 "$OBJECTOS_TESTS/tools/on_screen.py" --streams 1 "$@"; }
cat >marked.py <<'PYTHON'
"""What the caret of each excerpt stands under."""
import re, sys, unicodedata
def columns(text):
    return [(c, 0 if unicodedata.category(c) in ("Mn", "Me", "Cf") else 2 if unicodedata.east_asian_width(c) in "WF" else 1) for c in text]
lines = re.sub("\x1b\\[[0-9;]*m", "", sys.stdin.read()).replace("\r", "").split("\n")
limit = int(sys.argv[1])
for line in lines:
    assert sum(w for _, w in columns(line)) <= limit or re.search(": (error|warning): | = ", line), line
for line, caret in zip(lines, lines[1:]):
    match = re.fullmatch(r" +\| ( *)(\^~*)", caret)
    if not match:
        continue
    begin, end = match.start(2), match.end(2)
    at, text = 0, ""
    for c, width in columns(line):
        text += c if begin <= at < end else ""
        at += width
    print(text)
PYTHON
mkdir locales
printf '{\n\t"a": "A {{x}}",\n\t"b": "B {{x}}", "c": "C {{x}}", "d": "D {{x}}",\n"long": "L {{x}}"}\n' >locales/en.json
{
  printf '{\n\t"a": "%s {{y}}",\n' Ä
  printf '\t\t"b":\t"首都首 {{y}}",\n'
  printf '\t"c": "e\u0301e\u0301 नमस्ते 😀 {{y}}",\n\t"d": "\\u001b[31m\x7f {{y}}",\n'
  printf '"long": "%s{{y}} %s"}\n' "$(printf 'wörd %.0s' {1..60})" "$(printf '尾%.0s' {1..60})"
} >locales/de.json
for columns in 40 60 80 120; do
  expect_status 1 screen --columns $columns env TERM=xterm objectos i18n check --rule dropped-placeholder=off --rule encoding=off
  cp "$out" shown
  expect_status 0 python3 marked.py $columns <shown
  cp "$out" marked
  if ((columns >= 60)); then
    expect_same '"Ä {{y}}"
"首都首 {{y}}"' "$(head -n 2 marked)"
    expect_same 5 "$(wc -l <marked)"
  fi
done
expect_status 0 grep -q 'compared with locales/en.json:2:7' shown
expect_status 0 grep -q $'\e\[31merror\e\[0m' shown
expect_no grep -q $'\x7f' shown
expect_status 1 screen env TERM=xterm NO_COLOR=1 objectos i18n check
expect_no grep -q $'\e' "$out"
# No terminal: a line for each.
expect_status 1 objectos i18n check --rule dropped-placeholder=off --rule encoding=off
expect_same 5 "$(wc -l <"$out")"
