#!/bin/bash
# /metrics is what `metrics export` writes, in the format that is asked for; Prometheus reads it.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

objectos metrics inc app.errors.total 3 -l kind=io
objectos metrics observe app.wait.seconds 0.3 7
objectos metrics set 'tiefe.größe' 4
start_serve S
# What curl says of the answer: NAME of the field, words of curl
field() { curl -s -o /dev/null -D - "${@:2}" "$S_url/metrics" | tr -d '\r' | sed -n "s/^$1: //p"; }

curl -s "$S_url/metrics" >text
expect_out "$(cat text)" objectos metrics export
expect_same 'text/plain; version=0.0.4; charset=utf-8' "$(field Content-Type)"
expect_same 'Accept, Accept-Encoding' "$(field Vary)"
curl -s -H 'Accept: application/openmetrics-text' "$S_url/metrics" >open
expect_out "$(cat open)" objectos metrics export --format openmetrics
expect_same '# EOF' "$(tail -n 1 open)"
expect_same 'application/openmetrics-text; version=1.0.0; charset=utf-8' "$(field Content-Type -H 'Accept: application/openmetrics-text')"
expect_same 'text/plain; version=0.0.4; charset=utf-8; escaping=allow-utf-8' "$(field Content-Type -H 'Accept: text/plain;escaping=allow-utf-8')"
curl -s -H 'Accept: text/plain;escaping=allow-utf-8' "$S_url/metrics" >wide
expect_status 0 grep -qx '{"tiefe.größe"} 4' wide
# Packed, and the same inside.
expect_same gzip "$(field Content-Encoding -H 'Accept-Encoding: gzip')"
curl -s -H 'Accept-Encoding: gzip' "$S_url/metrics" | gzip -d >unpacked
expect_status 0 cmp text unpacked
expect_same '' "$(field Content-Encoding)"
# HEAD is the same without a body.
expect_same "$(wc -c <text)" "$(field Content-Length -I)"
# What changes is there in the next scrape.
objectos metrics inc app.errors.total -l kind=io
expect_status 0 grep -qx 'app_errors_total{kind="io"} 4' <(curl -s "$S_url/metrics")

command -v prometheus >/dev/null || skip prometheus
start_prometheus P "127.0.0.1:$S_port"
wait_until python3 "$OBJECTOS_TESTS/tools/prometheus_query.py" "$P_url" app_errors_total
expect_out '{"job":"scraped","kind":"io"} 4' python3 "$OBJECTOS_TESTS/tools/prometheus_query.py" "$P_url" app_errors_total
