# shellcheck shell=bash
# Translations beside their peers, for run.sh.

# row_of_calls WHAT NAME LIMIT
row_of_calls() {
  local ours peer
  ours=$("$build/bench/i18n_bench" "$2")
  row "$1" "$ours ns" '' '' "≤ $3 ns" "$ours <= $3"
  [[ -n $i18next ]] || return 0
  peer=$(NODE_PATH=$i18next/node_modules node "$source_dir/tests/bench/i18next.cjs" "$2")
  row "$1" "$ours ns" "npm i18next 25 $peer ns" "$(calculate "$peer / $ours")" '≥ 5' "$peer / $ours >= 5"
}

bench_i18n() {
  local i18next=$work/i18next
  # Not in Debian: beside it only where npm can fetch it.
  npm install --silent --no-save --prefix "$i18next" i18next@25 >/dev/null 2>&1 || i18next=
  row_of_calls '`t` without arguments, in process' plain 60
  row_of_calls '`t` with two arguments' params 300
  row_of_calls '`t` with a plural form' plural 500

  rm -rf state
  "$objectos" storage set user:1 'value 1'
  mkdir -p locales
  "$build/bench/i18n_bench" fill locales
  measure "$runs" 20 ::: "$objectos" i18n t cart.greeting -p name=Ada -p id=7 --locale ru ::: "$objectos" storage get user:1
  no_failures i18n
  row_of_medians '`i18n t` of a file of 100 KB' 1 '`storage get`' 1.2
  measure "$runs" 20 ::: "$objectos" i18n t cart.items --count 3 --locale ru ::: "$objectos" storage get user:1
  no_failures i18n
  row_of_medians '`i18n t --count`, of four plural forms' 1 '`storage get`' 2
}
