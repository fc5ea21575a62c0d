#!/bin/bash
# A hundred thousand series are imported, listed, added up and exported a few at a time.
. "$OBJECTOS_TESTS/lib.sh"

awk 'BEGIN { print "# TYPE hits counter"; for (i = 0; i < 100000; ++i) printf "hits{path=\"/items/%06d\"} 2\n", i }' >page
objectos metrics inc one
# Of a program under a sanitizer nobody knows how much is its own: 0.
sanitizer=$(sed -n 's/^OBJECTOS_SANITIZE:[^=]*=//p' "$OBJECTOS_BUILD/CMakeCache.txt")
peak() { python3 -c 'import resource, subprocess, sys
subprocess.run(sys.argv[2:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
print(0 if sys.argv[1] else resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)' "$sanitizer" "$@"; }
alone=$(peak objectos metrics get one)
# What is imported or checked is in memory once, and a few bytes for each series.
for verb in lint import; do
  used=$(peak objectos metrics "$verb" page)
  ((used < alone + $(stat -c %s page) * 2 / 1024)) || fail "metrics $verb takes $used KiB"
done
# Not 8 MiB more than for a single one.
for words in 'export' 'export --format openmetrics' 'export --format json' 'get hits' 'get hits -l path=/items/000001' list; do
  # shellcheck disable=SC2086 # words on purpose
  used=$(peak objectos metrics $words)
  ((used < alone + 8192)) || fail "metrics $words takes $used KiB; a single series takes $alone"
done
expect_out 200000 objectos metrics get hits
expect_out $'hits\tcounter\t100000\t\none\tcounter\t1\t' objectos metrics list
run objectos metrics export
want_status 0
expect_same 100001 "$(grep -vc '^#' "$out")"
