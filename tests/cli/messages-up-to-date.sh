#!/bin/bash
# locales/en.json holds every message of the sources and every text of the help, and nothing else.
. "$OBJECTOS_TESTS/lib.sh"

objectos __messages >help.json
expect_status 0 python3 "$OBJECTOS_TESTS/tools/extract_messages.py" "$OBJECTOS_TESTS/.." help.json
run diff "$OBJECTOS_TESTS/../locales/en.json" "$out"
[[ $status == 0 ]] || fail "locales/en.json is old: cmake --build BUILD --target generate
$(head -n 20 "$out")"
