#!/bin/bash
# The tarball runs from wherever it is unpacked.
. "$OBJECTOS_TESTS/lib.sh"

(cd "$OBJECTOS_BUILD" && rm -f ./*.tar.gz && expect_status 0 cpack -G TGZ)
mkdir 'some where'
expect_status 0 tar -C 'some where' --strip-components=1 -xf "$OBJECTOS_BUILD"/objectos-*.tar.gz
program=$(find "$PWD/some where" -name objectos -path '*/bin/*')
expect_nothing "$program" storage set a 1
expect_out 1 "$program" storage get a
expect_out '1.234,5' "$program" i18n format number 1234.5 --locale de
expect_status 2 "$program" --lang zh storage get
expect_status 0 grep -q '[^ -~]' "$err"
