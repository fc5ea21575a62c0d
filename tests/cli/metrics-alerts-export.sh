#!/bin/bash
# Rules as a file that promtool accepts, about series as the export writes them; the same bytes each time.
. "$OBJECTOS_TESTS/lib.sh"

cat >conf.json <<'END'
{ "metrics": { "prefix": "my-", "default_labels": { "app.name": "a\"b\\c", "kind": "x" }, "alerts": [
    { "name": "Errors: \"high\" \\ #1 {{ }} é\u2028", "metric": "app.errors.total", "labels": { "kind": "i\no", "x.y": "" }, "op": ">",
      "threshold": 1e6, "for": "90s", "keep_firing_for": "250ms", "alert_labels": { "severity": "page", "null": "~", "a.b": "c" },
      "annotations": { "summary": "{{ $labels.x.y }}: {{$value}}\n- 'more': [1]", "on": "yes" } },
    { "name": "rate", "metric": "wait", "rate": "1h30m", "op": "!=", "threshold": -0.5 },
    { "name": "increase", "metric": "new", "increase": "7d", "op": "<=", "threshold": 3 },
    { "name": "quantile", "metric": "wait", "labels": { "k": "v" }, "quantile": 0.99, "op": ">=", "threshold": 1e-7 },
    { "name": "absent", "metric": "wait", "absent": true },
    { "name": "age", "metric": "größe:last", "older_than": "26h", "for": "1w" } ] } }
END
chmod 600 conf.json
export OBJECTOS_CONFIG=$PWD/conf.json
expect_nothing objectos metrics inc app.errors.total -l kind=io -l x.y=1
expect_nothing objectos metrics observe wait 1 -l k=v
cat >want.yml <<'END'
groups:
  - name: objectos
    rules:
      - alert: "Errors: \"high\" \\ #1 {{ }} é\u2028"
        expr: "my_app_errors_total{app_name=\"a\\\"b\\\\c\",kind=\"i\\no\",x_y=\"\"} > 1000000"
        for: 1m30s
        keep_firing_for: 250ms
        labels:
          "a_b": "c"
          "null": "~"
          "severity": "page"
        annotations:
          "on": "yes"
          "summary": "{{ $labels.x_y }}: {{ $value }}\n- 'more': [1]"
      - alert: "rate"
        expr: "rate(my_wait_count{app_name=\"a\\\"b\\\\c\",kind=\"x\"}[1h30m]) != -0.5"
      - alert: "increase"
        expr: "increase(my_new_total{app_name=\"a\\\"b\\\\c\",kind=\"x\"}[1w]) <= 3"
      - alert: "quantile"
        expr: "histogram_quantile(0.99, my_wait_bucket{app_name=\"a\\\"b\\\\c\",k=\"v\",kind=\"x\"}) >= 1e-07"
      - alert: "absent"
        expr: "absent(my_wait_count{app_name=\"a\\\"b\\\\c\",kind=\"x\"})"
      - alert: "age"
        expr: "time() - my_gr__e:last{app_name=\"a\\\"b\\\\c\",kind=\"x\"} > 93600"
        for: 1w
END
expect_bytes "$(sed 's/\\/\\\\/g' want.yml)\n" objectos metrics alerts export --format prometheus
cp "$out" rules.yml
expect_status 0 objectos metrics alerts export
expect_status 0 cmp "$out" rules.yml
expect_json_error 2 usage YAML objectos metrics alerts export --json
if command -v promtool >/dev/null; then
  expect_status 0 promtool check rules rules.yml
  expect_same 1 "$(grep -c '6 rules found' "$out")"
fi
# Without rules the file is whole, too.
OBJECTOS_METRICS_ALERTS='[]' expect_out 'groups: []' objectos metrics alerts export
cp "$out" none.yml
if command -v promtool >/dev/null; then expect_status 0 promtool check rules none.yml; fi
