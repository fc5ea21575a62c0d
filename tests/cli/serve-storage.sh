#!/bin/bash
# Keys over HTTP: what the command line stores is there and the other way round; conditions, expiry, scopes, pages of keys.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_serve S
# STATUS JSON, the server's words: METHOD PATH [BODY]
expect_like() {
  local got
  got=$("${@:2}")
  asserted
  grep -Eq -e "$1" <<<"$got" || fail "no match of $1 in: $got"
}
says() { curl -s -X "$1" -w '\n%{http_code}' ${3+-d "$3"} "$S_url/api/v1/storage$2" | sed -n '1h;2{G;s/\n/ /;p}'; }

expect_out '404 {"success":false,"error":{"code":"not_found","message":"there is no such key"}}' says GET /greeting
expect_out '200 {"success":true,"data":{"key":"greeting","set":true}}' says PUT /greeting '{"value":"hello"}'
expect_out hello objectos storage get greeting
expect_out '200 {"success":true,"data":{"key":"greeting","value":"hello","expires_at":null}}' says GET /greeting
# Numbers and the order of members stay as they are written; bytes have the form that JSON output has everywhere.
says PUT /number '{"value":{"b":1.0,"a":12345678901234567890}}' >/dev/null
expect_out '{"b":1.0,"a":12345678901234567890}' objectos storage get number
printf '\xff\0' | objectos storage set raw --as bytes
expect_out '200 {"success":true,"data":{"key":"raw","value":{"$base64":"/wA="},"expires_at":null}}' says GET /raw
says PUT /raw2 '{"value":{"$base64":"/wA="}}' >/dev/null
expect_bytes '\xff\0' objectos storage get raw2 --raw
expect_like '400 .*value is not base64' says PUT /raw2 '{"value":{"$base64":"/w"}}'
says PUT /object '{"value":{"$base64":"/wA=","x":1}}' >/dev/null
expect_out '{"$base64":"/wA=","x":1}' objectos storage get object
# A key is all that follows, slashes too, percent-encoded or not.
says PUT '/a/b%2Fc%20%C3%A4' '{"value":1}' >/dev/null
expect_out 1 objectos storage get 'a/b/c ä'
expect_out '200 {"success":true,"data":{"key":"a/b/c ä","deleted":true}}' says DELETE '/a/b/c%20%C3%A4'
expect_out '404 {"success":false,"error":{"code":"not_found","message":"there is no such key"}}' says DELETE /a/b/c%20%C3%A4

# Conditions.
expect_like '412 \{"success":false,"error":{"code":"condition"' says PUT /greeting '{"value":1,"if":"absent"}'
expect_like '412 ' says PUT /other '{"value":1,"if":"present"}'
expect_like '412 ' says PUT /greeting '{"value":1,"if_value":"other"}'
expect_like '200 ' says PUT /greeting '{"value":"bye","if_value":"hello"}'
expect_like '200 ' says PUT /other '{"value":1,"if":"absent"}'
# Expiry.
left() { objectos storage ttl other | cut -d. -f1; }
expect_like '200 ' says PUT /other '{"value":2,"ttl":"1h"}'
left=$(left)
((left >= 3590 && left <= 3600)) || fail "ttl: $left"
expect_like '200 ' says PUT /other '{"value":3,"keep_ttl":true}'
(($(left) > 3500)) || fail 'the expiry is gone'
expect_like '200 ' says PUT /other '{"value":3,"ttl":60}'
(($(left) <= 60)) || fail 'the expiry is not the new one'

# Scopes, and pages of keys.
expect_like '200 ' says PUT '/k?scope=app' '{"value":1}'
expect_out 1 objectos storage get k --scope app
expect_like '"keys":\["k"\]' says GET '?scope=app'
for i in 1 2 3 4 5; do objectos storage set "page:$i" "$i"; done
expect_out '200 {"success":true,"data":{"keys":["page:1","page:2"],"next":"page:2"}}' says GET '?match=page:*&limit=2'
expect_out '200 {"success":true,"data":{"keys":["page:5"],"next":null}}' says GET '?match=page:*&limit=2&after=page:4'
expect_out '200 {"success":true,"data":{"entries":[{"key":"page:1","value":"1","expires_at":null}],"next":"page:1"}}' \
  says GET '?match=page:*&limit=1&values=true'

# What cannot be understood is refused, and says what.
expect_like '400 .*"code":"usage".*there is no parameter limt' says GET '?limt=2'
expect_like '400 .*limit: .*from 1 to 100000' says GET '?limit=0'
expect_like '400 .*stands twice' says GET '?limit=1&limit=2'
expect_like '400 .*hexadecimal' says GET '?match=%zz'
expect_like '400 .*hexadecimal' says GET '/%zz'
expect_like '400 .*"code":"usage"' says GET '/%FF'
expect_like '400 .*value is missing' says PUT /x '{}'
expect_like '400 .*there is no member vaule' says PUT /x '{"value":1,"vaule":2}'
expect_like '400 .*"code":"data".*body:1:10' says PUT /x '{"value":}'
expect_like '400 .*not a JSON object' says PUT /x '[1]'
expect_like '400 .*ttl: ' says PUT /x '{"value":1,"ttl":"soon"}'
expect_like '400 .*exclude' says PUT /x '{"value":1,"ttl":1,"keep_ttl":true}'
expect_like '400 .*scope' says GET '/x?scope=a:b'
expect_like '405 ' says PATCH /x '{}'
expect_same 'Allow: GET, HEAD, PUT, DELETE' "$(curl -s -o /dev/null -D - -X POST "$S_url/api/v1/storage/x" | tr -d '\r' | grep -i '^allow')"
expect_status 1 objectos storage has x

# Locks, limits, flags and sessions are none of its keys: an id is a secret, and a lock that somebody removes is held twice.
id=$(objectos session create ana)
objectos lock acquire job --ttl 1m >/dev/null
objectos flag set f true
expect_no grep -Eq 'sessions|lock|feature-flags' <<<"$(says GET '?values=true&limit=1000')"
for place in lock:job feature-flags:flag/f "sessions:id/$id" 'job?scope=lock' 'x?sc%6fpe=sessions' ratelimit:x; do
  for what in GET PUT DELETE; do
    if [[ $what == PUT ]]; then body='{"value":1}'; else body=; fi
    expect_like '403 .*"code":"denied"' says "$what" "/$place" ${body:+"$body"}
  done
done
expect_like '403 ' says GET '?scope=sessions'
# No scope by another name.
expect_like '40[03] ' says DELETE '/lock:job?scope='
expect_status 0 objectos lock info job
