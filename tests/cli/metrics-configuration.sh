#!/bin/bash
# metrics.prefix and default_labels apply to the export alone; enabled false records nothing.
. "$OBJECTOS_TESTS/lib.sh"

cat >config.json <<'JSON'
{"metrics": {"prefix": "my.", "default_labels": {"app": "a\"b", "host": "h", "n": 3}}}
JSON
export OBJECTOS_CONFIG=$PWD/config.json
expect_nothing objectos metrics inc hits -l host=own
expect_nothing objectos metrics set depth 1
expect_out 1 objectos metrics get hits
expect_bytes '# HELP my_depth depth, a gauge\n# TYPE my_depth gauge\nmy_depth{app="a\\"b",host="h",n="3"} 1\n# HELP my_hits_total hits, a counter\n# TYPE my_hits_total counter\nmy_hits_total{host="own",app="a\\"b",n="3"} 1\n' \
  objectos metrics export
run objectos metrics export --json
expect_out '[["my.depth",{"app":"a\"b","host":"h","n":"3"}],["my.hits",{"host":"own","app":"a\"b","n":"3"}]]' \
  jq -c 'map([.name, .series[0].labels])' "$out"
expect_error 2 'metrics.prefix' env OBJECTOS_METRICS_PREFIX='a b' objectos metrics inc hits -l host=own
expect_error 2 'metrics.default_labels' env OBJECTOS_METRICS_DEFAULT_LABELS='{"le":"1"}' objectos metrics export
unset OBJECTOS_CONFIG
expect_nothing env OBJECTOS_METRICS_ENABLED=false objectos metrics inc hits -l host=own
expect_out 1 objectos metrics get hits
expect_nothing env OBJECTOS_METRICS_URL=sqlite:other.db objectos metrics inc elsewhere
expect_nothing objectos metrics inc elsewhere --metrics-url sqlite:other.db
expect_out 2 objectos metrics get elsewhere --metrics-url sqlite:other.db
expect_no objectos metrics get elsewhere
expect_error 2 'not the URL of a store of metrics' objectos metrics get hits --metrics-url postgres://host/db
