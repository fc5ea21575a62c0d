#!/bin/bash
# Flags are listed by name, without the values of single users.
. "$OBJECTOS_TESTS/lib.sh"

expect_nothing objectos flag list
objectos flag set b true
objectos flag set a true --percent 5
objectos flag set b false --user x
objectos flag set c '"x"' --user x
expect_out $'a\toff\ttargeting\nb\ton\tstatic\nc\t-\tstatic' objectos flag list
expect_ndjson '{"flag":"a","state":"ENABLED","default_variant":"off","variants":["on","off"],"targeting":true}
{"flag":"b","state":"ENABLED","default_variant":"on","variants":["on","off"],"targeting":false}
{"flag":"c","state":"ENABLED","default_variant":null,"variants":["x"],"targeting":false}' objectos flag list --json
