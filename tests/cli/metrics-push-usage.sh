#!/bin/bash
# Words of metrics push that are wrong are refused before anything is sent; a password is not for the command line.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_fake_http F --log "$PWD/requests" status 200 ''
expect_nothing objectos metrics inc hits -l kind=io
expect_error 2 'job is missing' objectos metrics push "$F_url"
expect_error 2 'job.s name must not be empty' objectos metrics push "$F_url" --job ''
expect_error 2 'URL: the URL begins with neither http:// nor https://' objectos metrics push 127.0.0.1:9091 --job a
expect_error 2 'port is a number' objectos metrics push http://h:x/ --job a
expect_error 2 'has no \?' objectos metrics push "$F_url/?x" --job a
expect_error 2 'job is a grouping label already' objectos metrics push "$F_url" --job a --group job=b
expect_error 2 '"__x" is reserved' objectos metrics push "$F_url" --job a --group __x=b
expect_error 2 '" " is not allowed in a name' objectos metrics push "$F_url" --job a --group 'x y=b'
expect_error 2 'given twice' objectos metrics push "$F_url" --job a --group x=1 --group x=2
expect_error 2 '--group: "x" is not NAME=VALUE' objectos metrics push "$F_url" --job a --group x
expect_error 2 'method' objectos metrics push "$F_url" --job a --method delete
# Labels of ours that the Pushgateway would overwrite.
expect_json_error 3 data 'hits has the label kind, which' objectos metrics push "$F_url" --job a --group kind=net --json
expect_no test -e requests
expect_nothing objectos metrics push "$F_url" --job a --group kind=io
expect_out 1 bash -c 'wc -l <requests'

expect_error 2 'URL: a password does not belong on the command line' objectos metrics push http://u:secret-word@127.0.0.1:1 --job a
expect_error 2 'URL: the variable NOWHERE is not set' objectos metrics push env:NOWHERE --job a
export GATEWAY=${F_url/:\/\//:\/\/me:secret-w%40rd@}
expect_nothing objectos metrics push env:GATEWAY --job a
printf '%s\n' "$GATEWAY" >gateway
expect_nothing objectos metrics push file:gateway --job a
expect_out "Basic $(printf 'me:secret-w@rd' | base64)" bash -c 'tail -n 1 requests | jq -r .headers.Authorization'
# Nor does it come out of a log or an error, even if the server repeats it.
start_fake_http R status 401 'me:secret-w@rd is wrong'
export GATEWAY=${R_url/:\/\//:\/\/me:secret-w%40rd@}
expect_error 5 '127.0.0.1:[0-9]+: the server answered 401: me:\*\*\* is wrong' objectos metrics push env:GATEWAY --job a -vv
expect_no grep secret-w "$err"
