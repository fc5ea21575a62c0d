#!/bin/bash
# An installed binary finds its translations beside itself, wherever the prefix is. A language without a file is
# English, and so is one whose file is broken.
. "$OBJECTOS_TESTS/lib.sh"

mkdir -p prefix/bin prefix/share/objectos/locales
cp "$objectos" prefix/bin/objectos
locales=prefix/share/objectos/locales
fails() { expect_error 2 "$2" prefix/bin/objectos --lang "$1" storage set key value --ttl 0; }
fails zh 'a TTL must be longer than 0'
cp "$OBJECTOS_TESTS/../locales/zh.json" $locales
fails zh '生存时间必须大于 0'
fails zh-Hans-CN '生存时间必须大于 0'
fails zh_CN.UTF-8 '生存时间必须大于 0'
fails xx 'a TTL must be longer than 0'
fails ../../zh 'a TTL must be longer than 0'
fails C 'a TTL must be longer than 0'
echo '{"storage":{"ttl_not_positive":"TTL muss positiv sein"}}' >$locales/de.json
fails de_AT 'TTL muss positiv sein'
expect_status 0 prefix/bin/objectos --lang de --help
expect_status 0 grep -q '^Usage: objectos' "$out"
mv prefix moved
expect_error 2 '生存时间必须大于 0' moved/bin/objectos --lang zh storage set key value --ttl 0
mv moved prefix

broken() { fails zh 'a TTL must be longer than 0' && expect_status 0 prefix/bin/objectos --lang zh --help; }
head -c 1000 "$OBJECTOS_TESTS/../locales/zh.json" >$locales/zh.json && broken
printf '[]' >$locales/zh.json && broken
printf '{"storage":{"ttl_not_positive":7}}' >$locales/zh.json && broken
printf '{"storage":\377}' >$locales/zh.json && broken
python3 -c 'print("{\"a\":" * 100000)' >$locales/zh.json && broken
: >$locales/zh.json && broken
rm $locales/zh.json && mkdir $locales/zh.json && broken
