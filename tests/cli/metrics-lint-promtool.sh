#!/bin/bash
# Where promtool sees a syntax error, lint sees an error; its advice is ours.
. "$OBJECTOS_TESTS/lib.sh"

command -v promtool >/dev/null || skip promtool
check() {
  local promtool=0 ours=0
  printf '%b' "$1" >page
  promtool check metrics <page >promtool.out 2>&1 || promtool=$?
  objectos metrics lint page --format prometheus >ours.out || ours=$?
  # 1: a syntax error; 3: advice.
  if [[ $promtool == 1 && $ours != 1 ]]; then fail "promtool refuses what lint accepts: $1 $(cat promtool.out)"; fi
  if [[ $promtool == 3 && ! -s ours.out ]]; then fail "promtool advises and lint does not: $1 $(cat promtool.out)"; fi
  if [[ $promtool == 0 && $ours == 0 && -s ours.out ]]; then fail "lint advises and promtool does not: $1 $(cat ours.out)"; fi
  asserted
}
help='# HELP a_total x\n# TYPE a_total counter\n'
for page in '' 'a 1\n' 'a 1' 'a 1\r\n' 'a{b="c"}1\n' 'a{b="c",} 1\n' 'a{b="\\z"} 1\n' 'a{,} 1\n' 'a 0x1\n' 'a 1_2\n' '9a 1\n' \
  'a{9="x"} 1\n' 'a{b="c"\n' 'a 1 x\n' '# TYPE a meh\n' '# TYPE a\n' '# TYPE a gauge\n# TYPE a gauge\na 1\n' 'a 1\n# TYPE a gauge\n' \
  "${help}a_total 1\n" '# HELP a x\n# TYPE a counter\na 1\n' '# HELP a_total x\n# TYPE a_total gauge\na_total 1\n' \
  '# HELP aB x\n# TYPE aB gauge\naB 1\n' '# HELP a x\n# TYPE a gauge\na{bC="1"} 1\n' '# HELP a x\n# TYPE a gauge\na{le="1"} 1\n' \
  '# HELP a x\n# TYPE a gauge\na{quantile="1"} 1\n' '# HELP a_count x\n# TYPE a_count gauge\na_count 1\n' \
  '# HELP a_bucket x\n# TYPE a_bucket gauge\na_bucket 1\n' '# HELP a_gauge x\n# TYPE a_gauge gauge\na_gauge 1\n' \
  '# HELP a:b x\n# TYPE a:b gauge\na:b 1\n' '# HELP a_ms x\n# TYPE a_ms gauge\na_ms 1\n' \
  '# HELP a_hours x\n# TYPE a_hours gauge\na_hours 1\n' '# HELP a_milliseconds x\n# TYPE a_milliseconds gauge\na_milliseconds 1\n' \
  '# HELP a_seconds x\n# TYPE a_seconds gauge\na_seconds 1\n' '# HELP a_bytes x\n# TYPE a_bytes gauge\na_bytes{device="x"} 1\n'; do
  check "$page"
done
