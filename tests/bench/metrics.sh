# shellcheck shell=bash
# Metrics beside their peers, for run.sh.

ns() { "$build/bench/metrics_bench" "$@" | cut -f "${field_of:-1}"; }
# row_of_ns WHAT OURS PEER-NAME PEER LIMIT
row_of_ns() { row "$1" "$2 ns" "$3 $4 ns" "$(calculate "$2 / $4")" "≤ $5 ns" "$2 <= $5"; }

bench_metrics() {
  local ours peer grown bytes one two prom=$work/prom-client
  row_of_ns 'counter through a handle, in process' "$(ns handle)" prometheus-cpp "$(ns peer-handle)" 6
  row_of_ns 'counter looked up, two labels' "$(ns lookup)" prometheus-cpp "$(ns peer-lookup)" 120
  row_of_ns 'histogram through a handle' "$(ns histogram)" prometheus-cpp "$(ns peer-histogram)" 25
  one=$(field_of=2 ns handle)
  two=$(field_of=2 ns two-handles)
  row '… counter, 2 threads' "$two ns" "1 thread $one ns" "$(calculate "$one / $two")" '≥ 1.6' "$one / $two >= 1.6"

  read -r ours grown bytes < <("$build/bench/metrics_bench" export 2>/dev/null)
  row 'export of 100,000 counters from memory' "$ours ms" '' '' '≤ 60 ms' "$ours <= 60"
  row '… memory it takes, of the output' "$grown MiB" "output $bytes MiB" "$(calculate "$grown / $bytes")" '< 1' "$grown < $bytes"
  # Not in Debian: beside it only where npm can fetch it.
  if npm install --silent --no-save --prefix "$prom" prom-client@15 >/dev/null 2>&1; then
    peer=$(NODE_PATH=$prom/node_modules node "$source_dir/tests/bench/prom_client.cjs" export)
    row 'export of 100,000 counters from memory' "$ours ms" "npm prom-client $peer ms" "$(calculate "$peer / $ours")" '≥ 3' "$peer / $ours >= 3"
    peer=$(NODE_PATH=$prom/node_modules node "$source_dir/tests/bench/prom_client.cjs" lookup)
    row_of_ns 'counter looked up, two labels' "$(ns lookup)" 'npm prom-client' "$peer" 120
  fi
  "$build/bench/metrics_bench" fill "$work/full.db"
  OBJECTOS_METRICS_URL=sqlite:$work/full.db measure 20 3 ::: "$objectos" metrics export
  no_failures metrics
  ours=$(calculate "$(field 0 median)" %.0f)
  row 'export of 100,000 counters from SQLite, whole process' "$ours ms" '' '' '≤ 250 ms' "$ours <= 250"

  rm -rf state
  "$objectos" metrics inc app.errors.total -l kind=io -l app=web
  "$objectos" storage incr counter >/dev/null
  sqlite3 peer-metrics.db 'PRAGMA journal_mode=WAL; CREATE TABLE counter(name TEXT PRIMARY KEY, value REAL)' >/dev/null
  measure "$runs" 20 ::: "$objectos" metrics inc app.errors.total -l kind=io -l app=web ::: "$objectos" storage incr counter ::: \
    sqlite3 peer-metrics.db "INSERT INTO counter VALUES('app.errors.total{kind=io,app=web}', 1) ON CONFLICT(name) DO UPDATE SET value = value + 1"
  no_failures metrics
  row_of_medians '`metrics inc`, two labels' 2 'sqlite3 upsert, WAL' 0.8
  row_of_medians '`metrics inc`, two labels' 1 '`storage incr`' 1.1

  rm -rf state
  "$objectos" metrics run job -- true
  "$objectos" lock run job -- true
  measure "$runs" 20 ::: "$objectos" metrics run job -- /bin/true ::: /bin/true ::: "$objectos" lock run job -- /bin/true
  no_failures metrics
  ours=$(calculate "$(field 0 median) - $(field 1 median)")
  row '`metrics run NAME -- /bin/true`, more than `/bin/true`' "$ours ms" "\`lock run\` $(calculate "$(field 2 median) - $(field 1 median)") ms" '' '≤ 4 ms' "$ours <= 4"
}

# A hundred series to a Pushgateway, beside curl with the same bytes and the same group.
bench_push() {
  local i
  start_pushgateway gateway
  rm -rf state
  for i in {1..100}; do echo "metrics inc app.errors.total -l kind=$i"; done | "$objectos" batch >/dev/null
  "$objectos" metrics export >body
  measure "$runs" 20 ::: "$objectos" metrics push "$gateway_url" --job nightly \
    ::: curl -sf -X PUT -H 'Content-Type: text/plain; version=0.0.4' --data-binary @body "$gateway_url/metrics/job/nightly"
  no_failures push
  row '`metrics push`, 100 series' "$(ms 0)" "curl --data-binary $(ms 1)" "$(calculate "$(field 0 median) / $(field 1 median)")" '' ''
  stop_server gateway
}
