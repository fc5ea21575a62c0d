#!/bin/bash
# Addresses that are none, a port that is taken, and what serve is not for.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

for bad in x 127.0.0.1 127.0.0.1: 127.0.0.1:65536 127.0.0.1:-1 127.0.0.1:8x ::1:80 ''; do
  expect_error 2 '--listen: "' objectos serve --listen "$bad"
done
# As Prometheus' own exporters say it: every address.
expect_error 2 '0.0.0.0 can be reached from other machines' objectos serve --listen :80
expect_error 2 '"example.com" is not an IP address' objectos serve --listen example.com:0
expect_error 2 'cannot listen on 203.0.113.1' objectos serve --listen 203.0.113.1:0 --token env:HOME
start_serve S
expect_error 4 "cannot listen on 127.0.0.1, port $S_port: Address already in use" objectos serve --listen "127.0.0.1:$S_port"
expect_error 2 'unknown' objectos serve --prot 1
expect_error 2 '' objectos serve now
expect_status 6 bash -c 'echo serve | objectos batch'
expect_status 0 grep -q '"exit":2' "$out"
# The URL is the result: on stdout, at once, also as JSON.
mkfifo pipe
"$objectos" serve --listen 127.0.0.1:0 --json >pipe &
read -r line <pipe
expect_status 0 python3 -c 'import json, sys; assert json.loads(sys.argv[1])["url"].startswith("http://127.0.0.1:")' "$line"
kill "$!"
wait "$!" # it has the pipe until then
# IPv6, where there is one.
if python3 -c 'import socket; socket.socket(socket.AF_INET6).bind(("::1", 0))' 2>/dev/null; then
  "$objectos" serve --listen '[::1]:0' >pipe &
  read -r url <pipe
  expect_status 0 curl -sf -g -o /dev/null "$url/health"
  kill "$!"
fi
# It says what module is missing.
expect_error 4 'module http' env OBJECTOS_MODULE_PATH=/nowhere "$(cp -L "$objectos" alone && echo "$PWD/alone")" serve --listen 127.0.0.1:0
