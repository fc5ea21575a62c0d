#!/bin/bash
# Measures objectos on PostgreSQL beside psql, on a server of its own, and prints one markdown table.
#
#   tests/bench/postgres.sh [--runs N] [--imports N] [--build DIR]
#
#   --runs N     repetitions of `storage get` (default 200)
#   --imports N  repetitions of the import of 1,000,000 rows (default 5)
#   --build DIR  a release build (default build/release)
#
# The peers take turns. The server demands a password (SCRAM) and has `fsync = off`, for both alike. Medians; the
# minimum in parentheses.
set -eEuo pipefail
source_dir=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
. "$source_dir/tests/servers.sh"

runs=200 imports=5 build=$source_dir/build/release
while (($# > 0)); do
  case $1 in
    --runs) runs=$2 && shift ;;
    --imports) imports=$2 && shift ;;
    --build) build=$(cd -- "$2" && pwd) && shift ;;
    -h | --help) sed -n '2,/^set/{s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}" && exit ;;
    *) echo "tests/bench/postgres.sh: unknown option $1" >&2 && exit 2 ;;
  esac
  shift
done
for name in $(compgen -e OBJECTOS_ || true) $(compgen -e PG || true); do unset "$name"; done

make_servers_dir
start_postgres it "max_wal_size = '8GB'" "shared_buffers = '256MB'"
export OBJECTOS_STATE_DIR=$servers_dir/state OBJECTOS_STORAGE_URL=$it_url PGPASSWORD=$it_password
objectos=$build/bin/objectos
psql=$(printf '%s\n' /usr/lib/postgresql/*/bin/psql | sort -V | tail -n 1)
c++ -O2 -std=c++20 -o "$servers_dir/spawn_bench" "$source_dir/tests/bench/spawn_bench.cpp" -lpthread

printf '| %s | %s | %s | %s | %s |\n' '' objectos peer ratio target --- --- --- --- ---

# WHAT TARGET: lines of spawn_bench, ours first
report_get() {
  awk -F '\t' -v "what=$1" '
    NR == 1 { ours = $3; minimum = $4; next }
    { printf "| %s | %.2f ms (%.2f) | %s %.2f ms (%.2f) | %.2f | ≤ 0.5 |\n",
        what, ours, minimum, NR == 2 ? "psql" : "/usr/bin/psql", $3, $4, ours / $3 }'
}

# WHAT HOST
measure_get() {
  local words=(-h "$2" -p "$it_port" -U "$it_user" -d objectos -Atc "SELECT value FROM objectos_storage WHERE key = 'k'")
  local url="postgres://$it_user:$it_password@$3/objectos$4"
  local peers=(::: "$psql" "${words[@]}")
  if [[ -x /usr/bin/psql ]]; then peers+=(::: /usr/bin/psql "${words[@]}"); fi
  OBJECTOS_STORAGE_URL=$url "$servers_dir/spawn_bench" --runs "$runs" --warm-up 10 \
    ::: "$objectos" storage get k "${peers[@]}" | report_get "$1"
}

"$objectos" storage set k 'some value'
measure_get '`storage get`, TCP' 127.0.0.1 "127.0.0.1:$it_port" ''
measure_get '`storage get`, unix socket' "$it_socket_dir" '' "?host=$it_socket_dir&port=$it_port"

seq -f 'user:%07.0f' 1000000 | awk '{ printf "{\"key\":\"%s\",\"value\":\"value %d\"}\n", $0, NR }' >"$servers_dir/rows.json"
seq -f 'user:%07.0f' 1000000 | awk '{ printf "%s\t\"value %d\"\n", $0, NR }' >"$servers_dir/rows.tsv"
sql() { "$psql" -X -q -v ON_ERROR_STOP=1 "$it_url" "$@"; }
elapsed() {
  local begin=$EPOCHREALTIME end
  "$@"
  end=$EPOCHREALTIME
  echo $(((${end/./} - ${begin/./}) / 1000))
}
for ((i = 0; i < imports; ++i)); do
  sql -c 'TRUNCATE objectos_storage' -c CHECKPOINT 2>/dev/null || sql -c 'TRUNCATE objectos_storage'
  elapsed "$objectos" storage import "$servers_dir/rows.json" >>"$servers_dir/ours"
  sql -c 'TRUNCATE objectos_storage'
  elapsed sql -c "\\copy objectos_storage(key, value) FROM '$servers_dir/rows.tsv'" >>"$servers_dir/theirs"
done
median() { sort -n "$1" | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)], all[1] }'; }
read -r ours our_best < <(median "$servers_dir/ours")
read -r theirs their_best < <(median "$servers_dir/theirs")
awk -v "o=$ours" -v "ob=$our_best" -v "t=$theirs" -v "tb=$their_best" 'BEGIN {
  printf "| `storage import` of 1,000,000 rows | %.2f s (%.2f) | psql \\copy %.2f s (%.2f) | %.2f of the speed | ≥ 0.5 |\n",
    o / 1000, ob / 1000, t / 1000, tb / 1000, t / o }'
