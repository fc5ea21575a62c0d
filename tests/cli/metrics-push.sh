#!/bin/bash
# A Pushgateway gets what is accumulated, as one group; a second push replaces the first.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

command -v prometheus-pushgateway >/dev/null || skip prometheus-pushgateway
start_pushgateway P
# The samples of a family as the Pushgateway shows them.
shown() { python3 -c 'import sys, urllib.request
print("".join(sorted(line.decode() for line in urllib.request.urlopen(sys.argv[1] + "/metrics") if line.startswith(sys.argv[2].encode()))), end="")' "$P_url" "$1"; }

expect_nothing objectos metrics inc app.errors.total 2 -l kind=io
expect_nothing objectos metrics push "$P_url" --job nightly
expect_out 'app_errors_total{instance="",job="nightly",kind="io"} 2' shown app_errors
expect_nothing objectos metrics inc app.errors.total -l kind=io
expect_json '{"status":200}' objectos metrics push "$P_url/" --job nightly --json
expect_out 'app_errors_total{instance="",job="nightly",kind="io"} 3' shown app_errors

# Another job from another state; the first one stays.
(
  export OBJECTOS_STATE_DIR=$PWD/other
  expect_nothing objectos metrics inc app.errors.total 40 -l kind=net
  expect_nothing objectos metrics push "$P_url" --job hourly --group instance=b
)
expect_out 'app_errors_total{instance="",job="nightly",kind="io"} 3
app_errors_total{instance="b",job="hourly",kind="net"} 40' shown app_errors

# PUT replaces the whole group, POST only families of the same name.
expect_nothing objectos metrics set depth 1
expect_nothing objectos metrics push "$P_url" --job nightly
expect_nothing objectos metrics delete depth
expect_nothing objectos metrics inc app.errors.total -l kind=io
expect_nothing objectos metrics push "$P_url" --job nightly --method post
expect_out 'depth{instance="",job="nightly"} 1' shown depth
expect_nothing objectos metrics push "$P_url" --job nightly --method put
expect_bytes '' shown depth
expect_out 'app_errors_total{instance="",job="nightly",kind="io"} 4' bash -c "$(declare -f shown); P_url=$P_url shown 'app_errors_total{instance=\"\"'"

# Values that a path has no room for.
expect_nothing objectos metrics push "$P_url" --job 'a/b c%+' --group 'dir=/var/log' --group none= --group up=.. --group 'wide=ü "x"\y'
expect_out 'app_errors_total{dir="/var/log",instance="",job="a/b c%+",kind="io",none="",up="..",wide="ü \"x\"\\y"} 4' shown 'app_errors_total{dir'
# Histograms, and a prefix and default labels of the configuration.
expect_nothing objectos metrics observe wait.seconds 0.3 7
export OBJECTOS_METRICS_PREFIX=my_ OBJECTOS_METRICS_DEFAULT_LABELS='{"zone":"z","instance":"d"}'
expect_nothing objectos metrics push "$P_url" --job waits --group instance=i
expect_out 'my_wait_seconds_count{instance="i",job="waits",zone="z"} 2' shown my_wait_seconds_count
# Where nothing is recorded nothing is left of the group, and nothing is created here.
expect_nothing env OBJECTOS_STATE_DIR="$PWD/empty" objectos metrics push "$P_url" --job waits --group instance=i
expect_bytes '' shown my_wait_seconds
expect_no test -e empty
