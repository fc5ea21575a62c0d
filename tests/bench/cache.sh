# shellcheck shell=bash
# The cache beside its peers, for run.sh.

# The median of several runs in turns: a line `NAME rate hits` for each program and run is read.
median_of() { awk -v name="$1" -v field="$2" '$1 == name { print $field }' cache-runs | sort -g | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'; }
mops() { calculate "$(median_of "$1" 2) / 1e6" '%.2f M/s'; }
# row_of_mops WHAT NAME PEER-NAME PEER LIMIT
row_of_mops() {
  local ratio
  ratio=$(calculate "$(median_of "$2" 2) / $(median_of "$3" 2)")
  row "$1" "$(mops "$2")" "$4 $(mops "$3")" "$ratio" "≥ $5" "$ratio >= $5"
}

bench_cache() {
  local bench=$build/bench/cache_bench round rate hits
  local repetitions=$((runs / 40 < 3 ? 3 : runs / 40))
  "$bench" ranks >drawn-ranks
  : >cache-runs
  for ((round = 0; round < repetitions; ++round)); do
    for what in list lru sieve; do
      read -r rate _ hits < <("$bench" "$what")
      echo "$what $rate $hits" >>cache-runs
    done
    read -r rate hits < <(NODE_PATH=/usr/share/nodejs node "$source_dir/tests/bench/lru_cache.cjs" drawn-ranks 100000)
    echo "node $rate $hits" >>cache-runs
    for what in lru sieve; do
      read -r rate _ hits < <("$bench" --threads 2 "$what")
      echo "two-$what $rate $hits" >>cache-runs
    done
  done
  row_of_mops 'get-or-set in memory, lru' lru list 'std::list + std::unordered_map' 1.5
  row_of_mops 'get-or-set in memory, lru' lru node 'npm lru-cache 7.14' 2.5
  row_of_mops 'get-or-set in memory, sieve' sieve node 'npm lru-cache 7.14' 2.5
  hits=$(median_of sieve 3)
  row '… share of hits, sieve' "$hits" "lru $(median_of lru 3)" '' '≥ 0.80' "$hits >= 0.80"
  row_of_mops '… lru, 2 threads' two-lru lru '1 thread' 1.5
  row_of_mops '… sieve, 2 threads' two-sieve sieve '1 thread' 1.5
  rm -rf state
  "$objectos" storage set user:1 'value 1'
  "$objectos" cache set user:1 'value 1'
  measure "$runs" 20 ::: "$objectos" cache get user:1 ::: "$objectos" storage get user:1
  no_failures cache
  row_of_medians '`cache get`, a hit' 1 '`storage get`' 1.1
}
