#!/bin/bash
# A reader that goes away ends the program quietly with 141.
. "$OBJECTOS_TESTS/lib.sh"

for i in {100..999}; do printf '{"key":"%0500d","value":"x"}\n' "$i"; done | objectos storage import
codes=$( (objectos storage keys 2>complaint || echo $? >code) | head -n 1 >/dev/null; cat code)
expect_same 141 "$codes"
expect_bytes '' cat complaint
