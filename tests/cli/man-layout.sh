#!/bin/bash
# The manual pages fit into 80 columns, and have the sections a reader looks for.
. "$OBJECTOS_TESTS/lib.sh"

command -v mandoc >/dev/null || skip mandoc
for page in "$OBJECTOS_TESTS"/../man/*.1; do
  mandoc -T utf8 -O width=80 "$page" | sed 's/.\x08//g' >text
  long=$(python3 -c 'for line in open("text", encoding="utf-8"): len(line) > 81 and print(line, end="")')
  expect_same '' "$long"
  for section in NAME SYNOPSIS DESCRIPTION ENVIRONMENT 'EXIT STATUS' EXAMPLES 'SEE ALSO'; do
    grep -qx "$section" text || fail "${page##*/} has no section $section"
  done
done
mandoc -T utf8 "$OBJECTOS_TESTS/../man/objectos-config.1" | sed 's/.\x08//g' >text
expect_status 0 grep -q 'OBJECTOS_CACHE_OPTIONS_MAX_SIZE' text
