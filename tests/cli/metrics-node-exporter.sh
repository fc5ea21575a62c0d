#!/bin/bash
# node_exporter's textfile collector reads what `export -o x.prom` writes, beside the files of others.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

command -v prometheus-node-exporter >/dev/null || skip prometheus-node-exporter
mkdir textfiles
start_node_exporter N "$PWD/textfiles"
# The samples that begin with a text.
shown() { python3 -c 'import sys, urllib.request
lines = urllib.request.urlopen(sys.argv[1] + "/metrics").read().decode().splitlines(True)
sys.stdout.write("".join(line for line in lines if line.startswith(sys.argv[2])))' "$N_url" "$1"; }

expect_nothing objectos metrics declare app.errors.total --type counter --help-text $'\\ "quoted"\nnext line' --label kind
expect_nothing objectos metrics inc app.errors.total 3 -l $'kind=back\\slash "and"\nmore'
expect_nothing objectos metrics set depth -- -0.1
expect_nothing objectos metrics observe wait.seconds 0.3 7
expect_nothing objectos metrics export -o textfiles/objectos.prom
expect_out 'node_textfile_scrape_error 0' shown node_textfile_scrape_error
expect_out 'app_errors_total{kind="back\\slash \"and\"\nmore"} 3' shown app_errors_total
expect_out 'depth -0.1' shown depth
expect_out 'wait_seconds_bucket{le="0.5"} 1' shown 'wait_seconds_bucket{le="0.5"}'
expect_out 'wait_seconds_count 2' shown wait_seconds_count
expect_out 'wait_seconds_sum 7.3' shown wait_seconds_sum
# As it is written again, it is seen again.
expect_nothing objectos metrics inc app.errors.total -l kind=net
expect_nothing objectos metrics export -o textfiles/objectos.prom
expect_out 'app_errors_total{kind="net"} 1' shown 'app_errors_total{kind="net"}'

# Another's file with the same family: both are seen if they agree, and refused by us if not.
printf '# HELP depth depth, a gauge\n# TYPE depth gauge\ndepth{of="other"} 2\n' >textfiles/other.prom
expect_nothing objectos metrics export -o textfiles/objectos.prom
expect_out 'node_textfile_scrape_error 0' shown node_textfile_scrape_error
expect_out 'depth -0.1
depth{of="other"} 2' shown depth
printf '# HELP depth Another text.\n# TYPE depth gauge\ndepth{of="other"} 2\n' >textfiles/other.prom
expect_error 3 'other.prom has the metric depth with another type' objectos metrics export -o textfiles/objectos.prom
# A broken file of another does not keep ours away.
printf 'no exposition\n' >textfiles/other.prom
expect_nothing objectos metrics set depth 5
expect_nothing objectos metrics export -o textfiles/objectos.prom
expect_out 'node_textfile_scrape_error 1' shown node_textfile_scrape_error
expect_out 'depth 5' shown depth
