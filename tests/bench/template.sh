# shellcheck shell=bash
# Templates beside handlebars.js, for run.sh: a welcome message with a loop of ten.

bench_template() {
  local bench=$source_dir/tests/bench handlebars=$work/handlebars ours peer inputs
  inputs=("$bench/welcome_template.hbs" "$bench/welcome_data.json")
  # Not in Debian: beside it only where npm can fetch it.
  npm install --silent --no-save --prefix "$handlebars" handlebars@4.7 >/dev/null 2>&1 || handlebars=
  ours=$("$build/bench/template_bench" render "${inputs[@]}")
  row 'a template rendered' "$(calculate "1000000 / $ours" %.0f) k/s" '' '' '≥ 300 k/s' "1000000 / $ours >= 300"
  if [[ -n $handlebars ]]; then
    peer=$(NODE_PATH=$handlebars/node_modules node "$bench/template.cjs" render "${inputs[@]}")
    row 'a template rendered' "$ours ns" "handlebars.js precompiled $peer ns" "$(calculate "$peer / $ours")" '≥ 8' "$peer / $ours >= 8"
  fi
  ours=$("$build/bench/template_bench" compile "${inputs[@]}")
  row '… compiled and rendered' "$(calculate "$ours / 1000") µs" '' '' '≤ 20 µs' "$ours <= 20000"
  [[ -n $handlebars ]] || return 0
  peer=$(NODE_PATH=$handlebars/node_modules node "$bench/template.cjs" compile "${inputs[@]}")
  row '… compiled and rendered' "$(calculate "$ours / 1000") µs" "handlebars.js $(calculate "$peer / 1000") µs" "$(calculate "$peer / $ours")" '' ''
}
