#!/bin/bash
# The three formats, byte for byte.
. "$OBJECTOS_TESTS/lib.sh"

expect_nothing objectos metrics export
expect_bytes '# EOF\n' objectos metrics export --format openmetrics
expect_json '[]' objectos metrics export --json
expect_no test -e "$OBJECTOS_STATE_DIR"
expect_nothing objectos metrics declare io.wait.seconds --type counter --unit seconds --help-text $'a \\ "b"\nc' --label dev
expect_nothing objectos metrics inc io.wait.seconds 0.5 -l $'dev=\\ "b"\nc'
expect_nothing objectos metrics declare size --type histogram --buckets 0.5,1,100000,1000000 --init ''
expect_nothing objectos metrics observe size 0.5 0.7 2e6
expect_bytes '# HELP io_wait_seconds_total a \\\\ "b"\\nc
# TYPE io_wait_seconds_total counter
io_wait_seconds_total{dev="\\\\ \\"b\\"\\nc"} 0.5
# HELP size size, a histogram
# TYPE size histogram
size_bucket{le="0.5"} 1
size_bucket{le="1.0"} 2
size_bucket{le="100000.0"} 2
size_bucket{le="1e+06"} 2
size_bucket{le="+Inf"} 3
size_sum 2000001.2
size_count 3
' objectos metrics export
expect_bytes '# TYPE io_wait_seconds counter
# UNIT io_wait_seconds seconds
# HELP io_wait_seconds a \\\\ \\"b\\"\\nc
io_wait_seconds_total{dev="\\\\ \\"b\\"\\nc"} 0.5
# TYPE size histogram
# HELP size size, a histogram
size_bucket{le="0.5"} 1
size_bucket{le="1.0"} 2
size_bucket{le="100000.0"} 2
size_bucket{le="1e+06"} 2
size_bucket{le="+Inf"} 3
size_sum 2000001.2
size_count 3
# EOF
' objectos metrics export --format openmetrics
run objectos metrics export --format json
expect_out '["io.wait.seconds","counter","seconds",[{"labels":{"dev":"\\ \"b\"\nc"},"value":0.5}]]' jq -c '.[0] | [.name, .type, .unit, .series]' "$out"
for scheme in dots:io_dot_wait_dot_seconds values:U__io_2e_wait_2e_seconds allow-utf-8:'"io.wait.seconds"'; do
  run objectos metrics export --format openmetrics --escaping "${scheme%%:*}"
  expect_same "# TYPE ${scheme#*:} counter" "$(head -1 "$out")"
done
run objectos metrics export --escaping allow-utf-8
expect_same '{"io.wait.seconds_total",dev="\\ \"b\"\nc"} 0.5' "$(sed -n 3p "$out")"
expect_json_error 2 usage 'exclude' objectos metrics export --json --format openmetrics
