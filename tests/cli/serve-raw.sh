#!/bin/bash
# What no proper client sends is refused, and the connection ends with it; what is proper, if unusual, is understood.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_serve S
talk() { printf '%b' "$1" | python3 "$OBJECTOS_TESTS/tools/http_talk.py" "$S_port" | sed 's/ {.*//'; }
live='GET /health/live HTTP/1.1\r\nHost: localhost\r\n'
put='PUT /api/v1/storage/a HTTP/1.1\r\nHost: localhost\r\n'

# Several requests in one piece, in order, with and without bodies.
expect_same $'200\n200\n404\n200\nend' "$(talk "$live\r\n${put}Content-Length: 11\r\n\r\n{\"value\":1}GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n${live}Connection: close\r\n\r\n")"
expect_same $'200\nopen' "$(talk "$live\r\n")"
expect_same $'200\nend' "$(talk 'GET /health/live HTTP/1.0\r\n\r\n')"
# In chunks; then the connection ends.
expect_same $'200\nend' "$(talk "${put}Transfer-Encoding: chunked\r\n\r\n5\r\n{\"val\r\n6;a=b\r\nue\":2}\r\n0\r\n\r\n")"
expect_out 2 objectos storage get a
# A body that is asked for.
expect_same $'100\n200\nopen' "$(talk "${put}Content-Length: 11\r\nExpect: 100-continue\r\n\r\n{\"value\":3}")"

# Forms of smuggling: nothing behind them is taken for a request.
behind="GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"
printf -v behind_bytes %b "$behind"
for bad in "${put}Content-Length: 5\r\nContent-Length: 6\r\n\r\n" "${put}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" \
  "${put}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" "${put}Content-Length: +5\r\n\r\n" "${put} Content-Length: 5\r\n\r\n" \
  "GET /health/live HTTP/1.1\nHost: localhost\n\n" "GET /health/live HTTP/1.1\r\n\r\n" "GET /health/live HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n" \
  'GET /health/live\r\n\r\n' '\x16\x03\x01\x02\r\n\r\n' "GET /a b HTTP/1.1\r\nHost: localhost\r\n\r\n"; do
  expect_same $'400\nend' "$(talk "$bad$behind")"
done
expect_same $'501\nend' "$(talk "${put}Transfer-Encoding: gzip, chunked\r\n\r\n$behind")"
expect_same $'501\nend' "$(talk "BREW / HTTP/1.1\r\nHost: localhost\r\n\r\n$behind")"
expect_same $'505\nend' "$(talk "GET / HTTP/2.0\r\nHost: localhost\r\n\r\n$behind")"
expect_same $'417\nend' "$(talk "${live}Expect: x\r\n\r\n$behind")"
expect_same $'400\nend' "$(talk "${put}Transfer-Encoding: chunked\r\n\r\nzz\r\n$behind")"
# A body that GET brings along is not the next request.
expect_same 200 "$(talk "${live}Content-Length: ${#behind_bytes}\r\n\r\n$behind" | sed '$d')"

# Too long, and too large.
long=$(head -c 20000 /dev/zero | tr '\0' x)
expect_same $'414\nend' "$(talk "GET /$long HTTP/1.1\r\nHost: localhost\r\n\r\n")"
expect_same $'431\nend' "$(talk "${live}X: $long\r\n\r\n")"
expect_same 413 "$(talk "${put}Content-Length: 9999999999\r\n\r\n" | head -n 1)"
truncate -s 9000000 nine
truncate -s 60000000 sixty
expect_same 413 "$(curl -s -o /dev/null -w '%{http_code}' -X PUT --data-binary @nine -H 'Expect:' "$S_url/api/v1/storage/a")"
for file in nine sixty; do # in chunks
  expect_same 413 "$(curl -s -o /dev/null -w '%{http_code}' -T - -H 'Expect:' "$S_url/api/v1/storage/a" <$file)"
done
# There are no files here.
for path in /../../etc/passwd /..%2f..%2fetc%2fpasswd /api/v1/../../etc/passwd //etc/passwd /%2e%2e/ '/api/v1/storage?x=%00'; do
  got=$(talk "GET $path HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n" | head -n 1)
  [[ $got == 40[04] ]] || fail "$path: $got"
done
expect_out 3 objectos storage get a
expect_status 0 curl -sf -o /dev/null "$S_url/health"
