#!/bin/bash
# i18n format prints values as a language writes them.
. "$OBJECTOS_TESTS/lib.sh"

format() { objectos i18n format "$@"; }
export TZ=Asia/Tokyo
expect_out '1.234.567,50' format number 1234567.50 --locale de
expect_out '-1,234' format number -- -1234
expect_out '1.2 million' format number 1234567 --style long
expect_out $'9,50\u00a0€' format currency 9.5 --currency EUR --locale fr
expect_out '1.00 US dollars' format currency 1 --currency usd --style full
expect_out '25.6%' format percent 0.256
expect_out 'Monday, January 15, 2024' format date 2024-01-15 --style full
expect_out '15. Januar 2024' format date 2024-01-15 --style long --locale de
expect_out $'8:30:00\u202fAM' format time 2024-01-15T00:00:00+00:30 --time-zone Asia/Tokyo
expect_out $'Jan 15, 2024, 9:00:00\u202fAM' format datetime 2024-01-15T00:00:00Z
expect_out $'Jul 20, 1969, 8:17:40\u202fPM' format datetime 1969-07-20T20:17:40Z --time-zone UTC
expect_out 'Mar 1, 1500' format date 1500-03-01
expect_out 'in 3 hours' format relative 3h
expect_out 'vor 3 Stunden' format relative --locale de -- -3h
expect_status 0 format relative 2000-01-01
expect_err ''
expect_out 'Ada, Grace, and Edsger' format list Ada Grace Edsger
expect_json '{"value":"Ada und \"Grace\""}' format list Ada '"Grace"' --locale de --json

expect_error 2 'format: no formats are known for "xx"' format number 1 --locale xx
expect_error 2 '"1e400" is not a number' format number 1e400
expect_error 2 '--currency is missing' format currency 1
expect_error 2 '"XQZ" is not a currency' format currency 1 --currency XQZ
expect_error 2 '"Moon/Sea" is not a time zone' format date 2024-01-15 --time-zone Moon/Sea
expect_error 2 '"2024-02-30" is not a time' format date 2024-02-30
expect_error 2 'date takes one VALUE' format date 2024-01-15 2024-01-16
expect_error 2 'VALUE is missing' format number
expect_error 2 'colour' format colour 1
expect_error 2 'VALUE: not valid UTF-8' format list $'\xff'
