# shellcheck shell=bash
# What run.sh measures beside servers: sourced by it.

# One-shot commands: WHAT, the limit, then redis-cli's options.
redis_pair() {
  local what=$1 limit=$2
  shift 2
  objectos_redis storage set user:1 value
  measure "$runs" 20 ::: "$objectos" storage get user:1 --storage-url env:SERVER ::: redis-cli "$@" GET objectos:storage:user:1
  no_failures "$what get"
  row_of_medians "\`storage get\`, $what" 1 'redis-cli' "$limit"
  measure "$runs" 20 ::: "$objectos" storage set user:1 'value {}' --storage-url env:SERVER \
    ::: redis-cli "$@" SET objectos:storage:user:1 '"value {}"'
  no_failures "$what set"
  row_of_medians "\`storage set\`, $what" 1 'redis-cli' "$limit"
}
objectos_redis() { "$objectos" "$@" --storage-url env:SERVER; }

bench_redis() {
  start_redis peer
  export SERVER=$peer_url
  redis_pair 'Redis' 0.8 -p "$peer_port"
  stop_server peer
}

bench_redis_tls() {
  mkdir -p certificates
  make_certificates "$work/certificates"
  start_redis_tls peer "$work/certificates/server"
  export SERVER=$peer_url OBJECTOS_STORAGE_OPTIONS_TLS_CA=$peer_ca
  redis_pair 'Redis over TLS' 1.0 -h localhost -p "$peer_port" --tls --cacert "$peer_ca"
  unset OBJECTOS_STORAGE_OPTIONS_TLS_CA
  stop_server peer
}

bench_redis_bulk() {
  generate
  start_redis peer
  export SERVER=$peer_url
  # The same keys and values, ready for the wire.
  awk -v n="$operations" 'BEGIN {
    for (i = 0; i < n; ++i) {
      key = sprintf("objectos:storage:user:%07d", i)
      value = sprintf("\"value %07d\"", i)
      printf "*3\r\n$3\r\nSET\r\n$%d\r\n%s\r\n$%d\r\n%s\r\n", length(key), key, length(value), value
    }
  }' >set.resp
  local empty="redis-cli -p $peer_port flushall >/dev/null"
  measure "$long_runs" 0 ::: --before "$empty" "$objectos" storage import set.ndjson --storage-url env:SERVER \
    ::: --before "$empty" --stdin set.resp redis-cli -p "$peer_port" --pipe
  no_failures redis-bulk
  row_of_rates '`import` of 1,000,000 keys into Redis' 1 'redis-cli --pipe' 0.8
  row_of_memory '`import` into Redis'
  measure "$long_runs" 0 ::: --stdin get.txt "$objectos" batch --storage-url env:SERVER \
    ::: redis-benchmark -p "$peer_port" -P 16 -n "$operations" -r "$operations" -q GET objectos:storage:user:__rand_int__
  no_failures redis-bulk
  row_of_rates '`batch` of 1,000,000 gets on Redis' 1 'redis-benchmark -P 16' 0.8
  row_of_memory '`batch` on Redis, get'
  stop_server peer
}

# A thousand mails over one connection.
bench_smtp() {
  local mails=1000 ratio
  start_smtp_sink sink
  export OBJECTOS_MODULE_PATH=$build/lib/objectos
  measure "$long_runs" 1 ::: "$build/bench/smtp_bench" client "$sink_port" "$mails" \
    ::: "$build/bench/smtp_bench" bare "$sink_port" "$mails"
  no_failures smtp
  unset OBJECTOS_MODULE_PATH
  ratio=$(calculate "$(field 1 minimum) / $(field 0 minimum)")
  row "$mails mails over one connection" "$(calculate "$mails * 1000 / $(field 0 minimum)" %.0f)/s" \
    "bare libcurl $(calculate "$mails * 1000 / $(field 1 minimum)" %.0f)/s" "$ratio" '≥ 0.7' "$ratio >= 0.7"
  stop_server sink
}
