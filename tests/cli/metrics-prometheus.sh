#!/bin/bash
# Prometheus scrapes the exports and a Pushgateway, and returns what `metrics get` and `quantile` do.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

command -v prometheus >/dev/null || skip prometheus
command -v prometheus-pushgateway >/dev/null || skip prometheus-pushgateway
expect_nothing objectos metrics inc app.errors.total 41 -l kind=io
expect_nothing objectos metrics inc app.errors.total 0.5 -l kind=net
expect_nothing objectos metrics set queue.depth -l place=a/b -- -17.25
# Of 1,000 values between 0 and 10 no quantile is far off, in buckets as wide as 0.1.
expect_nothing objectos metrics declare wait.seconds --type histogram --buckets "$(seq -s , 0.1 0.1 10)"
seq 0.005 0.01 10 >values
expect_nothing objectos metrics observe wait.seconds - <values

objectos metrics export >page
objectos metrics export --format openmetrics >page.om
start_fake_http A file "$PWD/page" 'text/plain; version=0.0.4; charset=utf-8'
start_fake_http B file "$PWD/page.om" 'application/openmetrics-text; version=1.0.0; charset=utf-8'
start_pushgateway P
start_prometheus M "127.0.0.1:$A_port" "127.0.0.1:$B_port" "127.0.0.1:$P_port"
query() { python3 "$OBJECTOS_TESTS/tools/prometheus_query.py" "$M_url" "$1"; }
three_targets() { [[ $(query 'count(up == 1)') == '{} 3' ]]; }
await_that 'three scrapes' three_targets

total=$(objectos metrics get app.errors.total)
expect_same 41.5 "$total"
for port in "$A_port" "$B_port"; do
  is=instance=\"127.0.0.1:$port\"
  expect_out "{} $total" query "sum(app_errors_total{$is})"
  expect_out '{"job":"scraped","kind":"io"} 41
{"job":"scraped","kind":"net"} 0.5' query "app_errors_total{$is}"
  expect_out "{\"job\":\"scraped\",\"place\":\"a/b\"} $(objectos metrics get queue.depth -l place=a/b)" query "queue_depth{$is}"
  expect_out "{\"job\":\"scraped\"} $(objectos metrics get wait.seconds --json | jq .count)" query "wait_seconds_count{$is}"
  for q in 0.1 0.5 0.9 0.99; do
    ours=$(objectos metrics quantile wait.seconds $q)
    theirs=$(query "histogram_quantile($q, wait_seconds_bucket{$is})" | sed 's/.* //')
    awk "BEGIN { d = $ours - $theirs; exit !(d * d <= (0.011 * $ours + 0.1) ^ 2 && $ours > 0) }" ||
      fail "quantile $q: $ours here, $theirs there"
  done
done

# Through the Pushgateway, under the names of job and group; what is pushed next is what is scraped next.
expect_nothing objectos metrics push "$P_url" --job nightly --group instance=host1
pushed() { [[ $(query 'app_errors_total{job="nightly",instance="host1"}') == *'"kind":"io"} '"$1"$'\n'* ]]; }
await_that 'the pushed counter' pushed 41
expect_nothing objectos metrics inc app.errors.total -l kind=io
expect_nothing objectos metrics push "$P_url" --job nightly --group instance=host1
await_that 'the counter of the second push' pushed 42
expect_out '{} 1' query 'count(push_time_seconds{job="nightly"} > 0)'
