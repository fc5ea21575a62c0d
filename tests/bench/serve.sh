# shellcheck shell=bash
# The server, by wrk; its peer for /metrics is a Pushgateway that has the same series. For run.sh.

# A server over the present state; its URL is in `url`, its process in `server`. The time it took goes to `took`, in ms.
start_server() {
  local began
  rm -f server_url
  mkfifo server_url
  began=$(date +%s%N)
  "$objectos" serve --listen 127.0.0.1:0 >server_url &
  server=$!
  read -r url <server_url
  took=$(calculate "($(date +%s%N) - $began) / 1e6" %.1f)
}
end_server() {
  kill "$server"
  wait "$server" || true
}

# What wrk says: per_second, p99 in ms. WORDS…
by_wrk() {
  wrk --latency "$@" >wrk.txt
  per_second=$(awk '/Requests\/sec/ {printf "%.0f", $2}' wrk.txt)
  p99=$(awk '$1 == "99%" {t = $2; f = t ~ /us$/ ? 0.001 : t ~ /ms$/ ? 1 : 1000; sub(/[a-z]+$/, "", t); printf "%.1f", t * f}' wrk.txt)
}

bench_serve() {
  local i rates=() best=1e9 server url took per_second p99 seconds=$((runs / 80 < 2 ? 2 : runs / 80)) peer
  rm -rf state
  "$objectos" storage set a hello
  for i in $(seq 10000); do echo "metrics inc app.requests.total -l path=/p$i -l code=200"; done | "$objectos" batch >/dev/null
  for i in 1 2 3 4 5 6 7 8 9; do
    start_server
    end_server
    if holds "$took < $best"; then best=$took; fi
  done
  row '`serve`, ready' "$best ms" '' '' '≤ 50 ms' "$best <= 50"
  start_server
  sinks+=("$server")
  curl -s -o metrics.txt "$url/metrics"
  row '… idle, memory' "$(calculate "$(awk '/^VmRSS/ {print $2}' "/proc/$server/status") / 1024" %.1f) MiB" '' '' '≤ 30 MiB' \
    "$(awk '/^VmRSS/ {print $2}' "/proc/$server/status") <= 30720"
  start_pushgateway peer
  curl -s --data-binary @metrics.txt "$peer_url/metrics/job/bench"
  by_wrk -t1 -c1 "-d$seconds" "$peer_url/metrics"
  peer=$per_second
  by_wrk -t1 -c1 "-d$seconds" "$url/metrics"
  row '`GET /metrics`, 10,000 series' "$per_second /s" "pushgateway $peer /s" "$(calculate "$per_second / $peer")" '≥ 100 /s' "$per_second >= 100"
  for i in 0 1 2 3 4 5 6 7 8 9; do
    (while :; do "$objectos" metrics inc app.requests.total -l path=/p1 -l code=200 && sleep 0.2; done) &
    rates+=($!)
  done
  by_wrk -t1 -c1 "-d$seconds" "$url/metrics"
  kill "${rates[@]}"
  wait "${rates[@]}" 2>/dev/null || true
  row '… beside ten processes that increment, 99th percentile' "$p99 ms" '' '' '≤ 60 ms' "$p99 <= 60"
  by_wrk -t2 -c64 "-d$seconds" "$url/api/v1/storage/a"
  row '`GET /api/v1/storage/…`, 64 connections' "$per_second /s" '' '' '≥ 10,000 /s' "$per_second >= 10000"
}

bench_status() {
  rm -rf state
  "$objectos" storage set a 1
  sqlite3 state/storage.db "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 999999)
    INSERT INTO storage SELECT 'user:' || printf('%08d', i), '\"value ' || i || '\"', NULL FROM n"
  measure "$((runs / 4))" 3 ::: "$objectos" status ::: sqlite3 state/storage.db 'SELECT count(*) FROM storage'
  no_failures status
  row '`status`, a million keys' "$(ms 0)" "sqlite3 count(*) $(ms 1)" "$(calculate "$(field 0 median) / $(field 1 median)")" '≤ 50 ms' "$(field 0 median) <= 50"
}
