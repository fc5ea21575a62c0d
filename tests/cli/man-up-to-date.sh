#!/bin/bash
# man/ holds what the binary's command table makes of them, no page more and none less.
. "$OBJECTOS_TESTS/lib.sh"

mkdir made
objectos __manual | while read -r page; do objectos __manual "$page" >"made/$page.1"; done
run diff -r "$OBJECTOS_TESTS/../man" made
[[ $status == 0 ]] || fail "man/ is old: cmake --build BUILD --target generate
$(head -n 20 "$out")"
expect_error 2 'no manual page' objectos __manual nosuch
