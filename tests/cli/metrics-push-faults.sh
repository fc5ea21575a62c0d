#!/bin/bash
# A Pushgateway that is absent, hangs, fails or refuses: tried again only where that can help, and never for longer than it
# may take. Nothing here is lost.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

expect_nothing objectos metrics inc hits
requests() { if [[ -e $1 ]]; then wc -l <"$1"; else echo 0; fi; }
# Between so many milliseconds: LEAST MOST CMD…
within() {
  local began=${EPOCHREALTIME/./} took
  "${@:3}"
  took=$(((${EPOCHREALTIME/./} - began) / 1000))
  ((took >= $1 && took <= $2)) || fail "took $took ms, not $1 to $2"
}

# A server that recovers is pushed to.
start_fake_http F --log "$PWD/recovers" status 500 'not yet' close status 503:1 'busy' status 200 ''
within 1000 8000 expect_json '{"status":200}' objectos metrics push "$F_url" --job a --json
expect_same 4 "$(requests recovers)"
expect_same 1 "$(jq -s 'map(.body) | unique | length' recovers)"

# One that does not is given up in time, with its last word.
start_fake_http B --log "$PWD/broken" status 500 $'out of\n\033[31morder'
within 300 3000 expect_error 4 "metrics push: 127.0.0.1:$B_port: the server answered 500: out of \\\\x1b\[31morder" \
  env OBJECTOS_METRICS_TIMEOUT=1s objectos metrics push "$B_url" --job a
(($(requests broken) >= 2)) || fail 'it was not tried again'
expect_err "it was tried $(requests broken) times"
within 300 3000 expect_json_error 4 unavailable 'answered 500' objectos metrics push "$B_url" --job a --timeout 1s --json
# Not before Retry-After, and not at all if that is too late.
start_fake_http L --log "$PWD/later" status 503:60 busy
within 0 2000 expect_error 4 'answered 503: busy' objectos metrics push "$L_url" --job a
expect_same 1 "$(requests later)"

# What is refused is refused.
for status in 400:3 413:3 401:5 403:5 404:4 302:4 429:4; do
  rm -f refused
  start_fake_http R --log "$PWD/refused" status "${status%:*}" 'because of this'
  within 0 2000 expect_error "${status#*:}" "answered ${status%:*}: because of this" objectos metrics push "$R_url" --job a
  expect_same 1 "$(requests refused)"
  stop_server R
done
# A redirection is not followed.
start_fake_http O --log "$PWD/other" status 200 ''
start_fake_http R location "$O_url/metrics/job/a"
expect_error 4 'answered 302' objectos metrics push "$R_url" --job a
expect_no test -e other
# A long answer is cut, one without end too.
start_fake_http G status 400 "$(printf 'x%.0s' {1..5000})"
expect_error 3 'answered 400: x{300}…$' objectos metrics push "$G_url" --job a
start_fake_http E endless
expect_nothing objectos metrics push "$E_url" --job a

export OBJECTOS_METRICS_TIMEOUT=500ms
for mode in hang drip; do
  start_fake_http H "$mode"
  within 400 3000 expect_error 4 "127.0.0.1:$H_port: no answer within " objectos metrics push "$H_url" --job a
  stop_server H
done
start_fake_http H headers
within 100 3000 expect_error 4 "127.0.0.1:$H_port: the server answers with headers without end" objectos metrics push "$H_url" --job a
start_fake_http C close
within 100 3000 expect_error 4 "127.0.0.1:$C_port: " objectos metrics push "$C_url" --job a
stop_server C
within 100 3000 expect_error 4 "127.0.0.1:$C_port: cannot connect: Connection refused" objectos metrics push "$C_url" --job a
expect_error 4 'cannot connect: .*no.such.host.invalid' objectos metrics push http://no.such.host.invalid --job a
expect_out 1 objectos metrics get hits

# Without the module nothing is sent, and it is said which package is missing.
cp "$(readlink -f "$objectos")" ./objectos-alone
expect_error 4 'module curl is not installed' ./objectos-alone metrics push "$O_url" --job a
expect_err 'objectos-curl'
