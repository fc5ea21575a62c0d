#!/bin/bash
# i18n usage goes through loops of links, binary, unreadable and very large files.
. "$OBJECTOS_TESTS/lib.sh"

mkdir -p locales src/deep
printf '{"a":"x","b":"y"}' >locales/en.json
ln -s ../.. src/deep/up
ln -s itself src/itself.ts
mkfifo src/pipe.ts
printf 't("a")\0' >src/binary.ts
printf 't("b")' >src/fine.ts
expect_status 3 objectos i18n usage src
expect_stdout 'used	b
unused	a'
expect_err '^objectos: i18n usage: cannot read src/itself.ts: '
rm src/itself.ts
expect_out 'used	b
unused	a' objectos i18n usage 'src/**'
# A line of 100 MB, with a call at its end.
{ head -c 100000000 /dev/zero | tr '\0' x && printf ' t("a")'; } >src/large.js
expect_out 'used	a
used	b' objectos i18n usage src
