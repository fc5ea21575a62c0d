#!/bin/bash
# mandoc has nothing to say about the manual pages.
. "$OBJECTOS_TESTS/lib.sh"

command -v mandoc >/dev/null || skip mandoc
cd "$OBJECTOS_TESTS/../man" # together: pages that refer to each other are looked for beside each other
expect_nothing mandoc -T lint ./*.1
