#!/bin/bash
# Measures objectos beside its peers and prints one markdown table.
#
#   tests/bench/run.sh [--runs N] [--build DIR] [SECTION…]
#
#   --runs N     repetitions of a one-shot command (default 400; the long ones are scaled down from it)
#   --build DIR  a build made with -DOBJECTOS_BUILD_BENCH=ON, instead of build/bench
#   SECTION      only these: get set incr keys bulk-set bulk-import bulk-get instructions cache metrics push smtp i18n template notify serve status lock ratelimit flags check redis redis-tls redis-bulk
#
# Installs what is missing (tests/packages.txt, section bench), needs about 600 MB in TMPDIR. Peers are run in turns
# with objectos. The exit status is 1 if a target is missed.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.."
source_dir=$PWD

runs=400
build=
sections=()
while (($#)); do
  case $1 in
    --runs) runs=$2 && shift ;;
    --build) build=$2 && shift ;;
    -h | --help) sed -n '2,/^set/{s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}" && exit ;;
    -*) echo "tests/bench/run.sh: unknown option $1" >&2 && exit 2 ;;
    *) sections+=("$1") ;;
  esac
  shift
done
wanted() { ((${#sections[@]} == 0)) || [[ " ${sections[*]} " == *" $1 "* ]]; }

tests/install.sh build bench >&2
if [[ -z $build ]]; then
  build=$source_dir/build/bench
  cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DOBJECTOS_BUILD_BENCH=ON >/dev/null
fi
cmake --build "$build" >&2
build=$(cd -- "$build" && pwd)
objectos=$build/bin/objectos
bare=$build/bench/bare_loop

# A clean environment: no configuration but the defaults, no ~/.sqliterc.
work=$(mktemp -d "${TMPDIR:-/tmp}/objectos-bench.XXXXXX")
export TMPDIR=$work
# shellcheck source=tests/servers.sh
. "$source_dir/tests/servers.sh"
sinks=()
# shellcheck disable=SC2317 # called by the trap
stop() {
  if ((${#sinks[@]} > 0)); then kill "${sinks[@]}"; fi
  stop_servers
  rm -rf -- "$work"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
for name in $(compgen -e OBJECTOS_) LC_ALL LC_MESSAGES XDG_CONFIG_HOME XDG_STATE_HOME; do unset "$name"; done
export HOME=$work LANG=C.UTF-8 OBJECTOS_STATE_DIR=$work/state
cd "$work"

# ---- measuring ---------------------------------------------------------------------------------------------------

# measure RUNS WARM-UP [--jobs N] ::: …  fills the array `measured`, a line for each program.
measure() {
  local repetitions=$1 warm_up=$2
  shift 2
  mapfile -t measured < <("$build/bench/spawn_bench" --runs "$repetitions" --warm-up "$warm_up" "$@")
  ((${#measured[@]} > 0)) || exit 1
}
# field PROGRAM NAME
field() {
  local names='runs failures median minimum mean p99 cpu cpu_minimum kib per_second' name i=1
  for name in $names; do
    if [[ $name == "$2" ]]; then cut -f "$i" <<<"${measured[$1]}" && return; fi
    i=$((i + 1))
  done
}
calculate() { awk "BEGIN { printf \"${2:-%.2f}\", $1 }"; }
holds() { awk "BEGIN { exit !($1) }"; }
ms() { printf '%.2f ms (%.2f)' "$(field "$1" median)" "$(field "$1" minimum)"; }
no_failures() {
  local i
  for i in "${!measured[@]}"; do
    [[ $(field "$i" failures) == 0 ]] || { echo "tests/bench/run.sh: $1: a run failed" >&2 && exit 1; }
  done
}

missed=0
rows=()
# row WHAT OBJECTOS PEER RATIO TARGET CONDITION; without a condition there is no target.
row() {
  local met=
  if [[ -n $6 ]]; then
    if holds "$6"; then met=yes; else met='**no**' && missed=1; fi
  fi
  rows+=("| $1 | $2 | $3 | $4 | $5 | $met |")
  echo "${rows[-1]}" >&2
}

# Medians of the one-shot command 0 and its peer $2. row_of_medians WHAT PEER NAME LIMIT
row_of_medians() {
  local ratio
  ratio=$(calculate "$(field 0 median) / $(field "$2" median)")
  row "$1" "$(ms 0)" "$3 $(ms "$2")" "$ratio" "≤ $4" "$ratio <= $4"
}

# Operations per second of the program $1: from the best of a few long runs, which is the least disturbed one.
rate() { calculate "$operations / $(field "$1" minimum)" %.0f; }
# row_of_rates WHAT PEER NAME LIMIT
row_of_rates() {
  local ratio
  ratio=$(calculate "$(field "$2" minimum) / $(field 0 minimum)")
  row "$1" "$(rate 0) k/s" "$3 $(rate "$2") k/s" "$ratio" "≥ $4" "$ratio >= $4"
}
row_of_memory() {
  local mib
  mib=$(calculate "$(field 0 kib) / 1024" %.1f)
  row "$1, peak memory" "$mib MiB" '' '' '< 64 MiB' "$mib < 64"
}

# ---- what is measured --------------------------------------------------------------------------------------------

operations=1000000
long_runs=$((runs / 80 < 3 ? 3 : runs / 80))
upsert() {
  printf "INSERT INTO storage(key, value) VALUES('user:1', '\"%s\"') ON CONFLICT(key) DO UPDATE SET value = excluded.value" "$1"
}

# The inputs of a million operations each.
generate() {
  [[ -e set.txt ]] && return
  awk -v n="$operations" 'BEGIN {
    print "BEGIN;" > "set.sql"
    print "BEGIN;" > "get.sql"
    for (i = 0; i < n; ++i) {
      key = sprintf("user:%07d", i)
      value = sprintf("value %07d", i)
      print "storage set " key " \"" value "\"" > "set.txt"
      print "[\"storage\",\"set\",\"" key "\",\"" value "\"]" > "set.json"
      print "storage get " key > "get.txt"
      print "{\"key\":\"" key "\",\"value\":\"" value "\"}" > "set.ndjson"
      print "INSERT INTO storage(key, value) VALUES(\047" key "\047, \047\"" value "\"\047);" > "set.sql"
      print "SELECT value FROM storage WHERE key = \047" key "\047;" > "get.sql"
    }
    print "COMMIT;" > "set.sql"
    print "COMMIT;" > "get.sql"
  }'
}

# A database of its own for every peer: the sqlite3 shell empties the log when it leaves.
bench_get() {
  "$bare" create peer.db
  sqlite3 peer.db "$(upsert 'value 1')"
  rm -rf state
  "$objectos" storage set user:1 'value 1'
  start_redis peer
  redis-cli -p "$peer_port" set user:1 '"value 1"' >/dev/null
  measure "$runs" 20 ::: "$objectos" storage get user:1 ::: sqlite3 peer.db "SELECT value FROM storage WHERE key = 'user:1'" \
    ::: redis-cli -p "$peer_port" GET user:1 ::: true
  no_failures get
  row_of_medians '`storage get`' 1 sqlite3 1.0
  row_of_medians '`storage get`' 2 'redis-cli' 0.6
  row 'the floor: `true`' '' "$(ms 3)" '' '' ''
  stop_server peer
}

bench_set() {
  rm -rf state peer.db*
  "$bare" create peer.db
  "$objectos" storage set user:1 'value'
  # More than a hundred sets to begin with, so that emptying the log is among what is measured.
  measure "$runs" 120 ::: "$objectos" storage set user:1 'value {}' \
    ::: sqlite3 peer.db "$(upsert 'value {}')" ::: "$objectos" storage get user:1
  no_failures set
  row_of_medians '`storage set`, another value each time' 1 'sqlite3 upsert, WAL' 0.8
  row_of_medians '`storage set`' 2 '`storage get`, same log' 1.3
}

bench_incr() {
  local jobs each=$((runs / 2)) sum rate p99 median peer_rate peer_p99 peer_failures
  local increment="INSERT INTO storage(key, value) VALUES('n', '1') ON CONFLICT(key) DO UPDATE SET value = value + 1 RETURNING value"
  for jobs in 8 64; do
    rm -f peer.db*
    "$bare" create peer.db
    measure "$((each / 4))" 0 --jobs "$jobs" ::: sqlite3 -cmd '.timeout 10000' -cmd 'PRAGMA synchronous=NORMAL' peer.db "$increment"
    peer_rate=$(calculate "$(field 0 per_second)" %.0f)
    peer_p99=$(calculate "$(field 0 p99)" %.0f)
    peer_failures=$(field 0 failures)
    rm -rf state
    "$objectos" storage set n 0
    measure "$each" 0 --jobs "$jobs" ::: "$objectos" storage incr n
    no_failures incr
    sum=$("$objectos" storage get n)
    rate=$(calculate "$(field 0 per_second)" %.0f)
    p99=$(calculate "$(field 0 p99)" %.0f)
    median=$(calculate "$(field 0 median)" %.1f)
    row "$jobs processes × $each \`storage incr\`: sum" "$sum" "sqlite3: $peer_failures failed" '' "$((jobs * each)), no error" "$sum == $jobs * $each"
    row "… in all" "$rate /s" "sqlite3 $peer_rate /s" "$(calculate "$rate / $peer_rate")" '≥ 700 /s' "$rate >= 700"
    row "… 99th percentile" "$p99 ms" "sqlite3 $peer_p99 ms" "$(calculate "$p99 / $peer_p99")" '≤ 500 ms' "$p99 <= 500"
    row "… median" "$median ms" '' '' "$( ((jobs == 8)) && echo '≤ 15 ms')" "$( ((jobs == 8)) && echo "$median <= 15")"
  done
}

# The peers need no token and no lease; what they share is that one program runs under a lock of the kernel.
bench_lock() {
  rm -rf state
  "$objectos" lock run job -- true
  measure "$runs" 20 ::: "$objectos" lock run job -- true ::: flock lock-file true
  no_failures lock
  row_of_medians '`lock run NAME -- true`' 1 '`flock FILE true`' 2.5
}

bench_ratelimit() {
  rm -rf state
  "$objectos" storage incr n
  "$objectos" ratelimit check api --limit 1000000/s
  measure "$runs" 120 ::: "$objectos" ratelimit check api --limit 1000000/s ::: "$objectos" storage incr n
  no_failures ratelimit
  row_of_medians '`ratelimit check`' 1 '`storage incr`' 1.2
}

# Flags and sessions, beside the storage commands that do as much in the store.
bench_flags() {
  local session
  rm -rf state
  "$objectos" storage set user:1 'value'
  "$objectos" flag set static true
  "$objectos" flag set share true --percent 50
  session=$("$objectos" session create alice)
  measure "$runs" 20 ::: "$objectos" flag get static ::: "$objectos" storage get user:1
  no_failures flags
  row_of_medians '`flag get`, no rule' 1 '`storage get`' 1.1
  measure "$runs" 20 ::: "$objectos" flag get share --user user1 ::: "$objectos" storage get user:1
  row_of_medians '`flag get --user`, a share of the users' 1 '`storage get`' 1.3
  measure "$runs" 20 ::: "$objectos" session get "$session" ::: "$objectos" storage incr n
  no_failures flags
  row_of_medians '`session get`' 1 '`storage incr`' 1.2
}

# A database of a million keys, made by import.
fill() {
  generate
  rm -rf state
  "$objectos" storage import set.ndjson
  "$objectos" storage gc
}

bench_keys() {
  fill
  measure "$((runs / 2))" 10 ::: "$objectos" storage keys 'user:1*' --limit 100 ::: "$objectos" storage get user:0500000
  no_failures keys
  row_of_medians "\`keys 'user:1*' --limit 100\` of 1,000,000" 1 '`storage get`' 1.5
}

# row_of_check WHAT MOST_MS: the program 0, in milliseconds; 1, where there is one, is npm's and takes 15 times as long.
row_of_check() {
  local median mib ratio='' peer='' condition
  median=$(field 0 median)
  mib=$(calculate "$(field 0 kib) / 1024" %.0f)
  condition="$median <= $2 && $mib <= 250"
  if ((${#measured[@]} > 1)); then
    ratio=$(calculate "$(field 1 median) / $median" %.1f)
    peer="npm i18n-check $(ms 1)"
    condition+=" && $ratio >= 15"
  fi
  row "$1" "$(ms 0), $mib MiB" "$peer" "$ratio" "≤ $2 ms${ratio:+, ≥ 15}, ≤ 250 MiB" "$condition"
}

bench_check() {
  local corpora=$source_dir/../shared/corpora peer=node_modules/.bin/i18n-check long=$((runs / 20 < 5 ? 5 : runs / 20))
  npm install --silent --no-audit --no-fund @lingual/i18n-check@0.9.5 >/dev/null 2>&1 ||
    echo "tests/bench/run.sh: check: npm cannot install the peer, so it is left out" >&2
  "$source_dir/tests/tools/make_locales.py" json600 json
  "$source_dir/tests/tools/make_locales.py" yaml110 yaml
  if [[ -d $corpora ]]; then
    if [[ -x $peer ]]; then
      measure "$long" 1 ::: "$objectos" i18n check -q "$corpora/excalidraw/locales" \
        ::: "$peer" -l "$corpora/excalidraw/locales" -s en -f i18next
    else
      measure "$long" 1 ::: "$objectos" i18n check -q "$corpora/excalidraw/locales"
    fi
    row_of_check '`i18n check`, excalidraw (57 files of JSON)' 60
    measure "$long" 1 ::: "$objectos" i18n check -q --delimiters '%{,}' "$corpora/rails-i18n/rails/locale"
    row_of_check '`i18n check`, rails-i18n (121 files of YAML)' 60
  fi
  measure "$long" 1 ::: "$objectos" i18n check -q json600
  no_failures check
  row_of_check '`i18n check`, 12 MB of JSON in 600 files' 400
  measure "$long" 1 ::: "$objectos" i18n check -q --delimiters '%{,}' yaml110
  no_failures check
  row_of_check '`i18n check`, 13 MB of YAML in 110 files' 800
}

bench_bulk_set() {
  generate
  measure "$long_runs" 0 ::: --before 'rm -rf state' --stdin set.txt "$objectos" batch \
    ::: --before "rm -f bare.db* && '$bare' create bare.db" "$bare" set bare.db "$operations" \
    ::: --before "rm -f peer.db* && '$bare' create peer.db" --stdin set.sql sqlite3 peer.db \
    ::: --before 'rm -rf state' --stdin set.json "$objectos" batch
  no_failures bulk-set
  row_of_rates '1,000,000 `set` by `batch`' 1 'bare loop' 0.6
  row_of_rates '1,000,000 `set` by `batch`' 2 sqlite3 2
  row '… JSON lines' "$(rate 3) k/s" '' '' '' ''
  row_of_memory '`batch`, set'
}

bench_bulk_import() {
  generate
  measure "$long_runs" 0 ::: --before 'rm -rf state' "$objectos" storage import set.ndjson \
    ::: --before "rm -f bare.db* && '$bare' create bare.db" "$bare" set bare.db "$operations" \
    ::: --before "rm -f peer.db* && '$bare' create peer.db" --stdin set.sql sqlite3 peer.db
  no_failures bulk-import
  row_of_rates '1,000,000 `set` by `import`' 1 'bare loop' 0.8
  row_of_rates '1,000,000 `set` by `import`' 2 sqlite3 2
  row_of_memory '`import`'
}

bench_bulk_get() {
  fill
  rm -f bare.db*
  "$bare" create bare.db
  "$bare" set bare.db "$operations"
  sqlite3 bare.db 'PRAGMA wal_checkpoint(TRUNCATE)' >/dev/null
  cp bare.db peer.db
  measure "$long_runs" 0 ::: --stdin get.txt "$objectos" batch ::: "$bare" get bare.db "$operations" ::: --stdin get.sql sqlite3 peer.db
  no_failures bulk-get
  row_of_rates '1,000,000 `get` by `batch`' 1 'bare loop' 0.6
  row_of_rates '1,000,000 `get` by `batch`' 2 sqlite3 2
  row_of_memory '`batch`, get'
}

# instructions INPUT PROGRAM… prints how many the program executes, the dynamic linker's included.
instructions() {
  local input=$1
  shift
  valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" 2>&1 >/dev/null <"$input" | sed -n 's/.*Collected : //p'
}
# What one operation more costs: INPUT-STEM PROGRAM…
per_operation() {
  local stem=$1 n few many
  shift
  for n in 1000 51000; do head -n "$n" "$stem" >"$stem.$n"; done
  rm -rf state.few && few=$(OBJECTOS_STATE_DIR=$work/state.few instructions "$stem.1000" "$@")
  rm -rf state.few && many=$(OBJECTOS_STATE_DIR=$work/state.few instructions "$stem.51000" "$@")
  echo $(((many - few) / 50000))
}
bare_per_operation() {
  local few many
  rm -f few.db* && "$bare" create few.db && "$bare" set few.db 51000
  if [[ $1 == set ]]; then rm -f few.db* && "$bare" create few.db; fi
  few=$(instructions /dev/null "$bare" "$1" few.db 1000)
  if [[ $1 == set ]]; then rm -f few.db* && "$bare" create few.db; fi
  many=$(instructions /dev/null "$bare" "$1" few.db 51000)
  echo $(((many - few) / 50000))
}
bench_instructions() {
  local ours peer
  generate
  rm -rf state peer.db*
  "$bare" create peer.db
  "$objectos" storage set user:1 'value 1'
  ours=$(instructions /dev/null "$objectos" storage get user:1)
  peer=$(instructions /dev/null sqlite3 peer.db "SELECT value FROM storage WHERE key = 'user:1'")
  row '`storage get`, instructions' "$ours" "sqlite3 $peer" "$(calculate "$ours / $peer")" '' ''
  ours=$(instructions /dev/null "$objectos" storage set user:1 'value 2')
  peer=$(instructions /dev/null sqlite3 peer.db "$(upsert 'value 2')")
  row '`storage set`, instructions' "$ours" "sqlite3 $peer" "$(calculate "$ours / $peer")" '' ''
  ours=$(per_operation set.txt "$objectos" batch)
  peer=$(bare_per_operation set)
  row '`batch` set, instructions each' "$ours" "bare loop $peer" "$(calculate "$ours / $peer")" '' ''
  ours=$(per_operation set.ndjson "$objectos" storage import)
  row '`import`, instructions each' "$ours" "bare loop $peer" "$(calculate "$ours / $peer")" '' ''
  head -n 51000 set.ndjson >get.ndjson
  OBJECTOS_STATE_DIR=$work/state.get "$objectos" storage import get.ndjson
  ours=$(per_get)
  peer=$(bare_per_operation get)
  row '`batch` get, instructions each' "$ours" "bare loop $peer" "$(calculate "$ours / $peer")" '' ''
}
per_get() {
  local n few many
  for n in 1000 51000; do head -n "$n" get.txt >"get.txt.$n"; done
  few=$(OBJECTOS_STATE_DIR=$work/state.get instructions get.txt.1000 "$objectos" batch)
  many=$(OBJECTOS_STATE_DIR=$work/state.get instructions get.txt.51000 "$objectos" batch)
  echo $(((many - few) / 50000))
}

# shellcheck source=tests/bench/cache.sh
. "$source_dir/tests/bench/cache.sh"
# shellcheck source=tests/bench/metrics.sh
. "$source_dir/tests/bench/metrics.sh"
# shellcheck source=tests/bench/i18n.sh
. "$source_dir/tests/bench/i18n.sh"
# shellcheck source=tests/bench/template.sh
. "$source_dir/tests/bench/template.sh"
# shellcheck source=tests/bench/serve.sh
. "$source_dir/tests/bench/serve.sh"
# shellcheck source=tests/bench/notify.sh
. "$source_dir/tests/bench/notify.sh"
# shellcheck source=tests/bench/servers.sh
. "$source_dir/tests/bench/servers.sh"

if wanted get; then bench_get; fi
if wanted set; then bench_set; fi
if wanted incr; then bench_incr; fi
if wanted keys; then bench_keys; fi
if wanted cache; then bench_cache; fi
if wanted metrics; then bench_metrics; fi
if wanted i18n; then bench_i18n; fi
if wanted template; then bench_template; fi
if wanted notify; then bench_notify; fi
if wanted serve; then bench_serve; fi
if wanted status; then bench_status; fi
if wanted push; then bench_push; fi
if wanted smtp; then bench_smtp; fi
if wanted lock; then bench_lock; fi
if wanted ratelimit; then bench_ratelimit; fi
if wanted flags; then bench_flags; fi
if wanted check; then bench_check; fi
if wanted bulk-set; then bench_bulk_set; fi
if wanted bulk-import; then bench_bulk_import; fi
if wanted bulk-get; then bench_bulk_get; fi
if wanted instructions; then bench_instructions; fi
if wanted redis; then bench_redis; fi
if wanted redis-tls; then bench_redis_tls; fi
if wanted redis-bulk; then bench_redis_bulk; fi

# ---- the result --------------------------------------------------------------------------------------------------

read -r load _ </proc/loadavg
printf '%s, %s cores, Linux %s, %s; SQLite %s, redis %s, %s; %s runs, load %s at the end.\n\n' \
  "$(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -n 1)" "$(nproc)" "$(uname -r)" \
  "$(findmnt -n -o FSTYPE -T "$work")" "$(sqlite3 --version | cut -d ' ' -f 1)" \
  "$(redis-server --version | sed 's/.* v=\([^ ]*\).*/\1/')" "$("${CXX:-c++}" --version | head -n 1)" "$runs" "$load"
echo '| what | objectos | peer | ratio | target | met? |'
echo '|---|---|---|---|---|---|'
printf '%s\n' "${rows[@]}"
exit "$missed"
