#!/bin/bash
# mandoc has nothing to say about the manual pages.
. "$OBJECTOS_TESTS/lib.sh"

command -v mandoc >/dev/null || skip mandoc
cd "$OBJECTOS_TESTS/../man" # together: pages that refer to each other are looked for beside each other
# Whether the system's index of pages knows ours is none of their faults.
run mandoc -T lint ./*.1
expect_same '' "$(sed '/^mandoc: outdated mandoc.db/d' "$out" "$err")"
