#!/bin/bash
# A check prints what is new and nothing else, and ends with 1 while an alert fires.
. "$OBJECTOS_TESTS/lib.sh"

cat >conf.json <<'END'
{ "metrics": { "alerts": [
    { "name": "Queue long", "metric": "queue.depth", "labels": { "kind": "mail" }, "op": ">", "threshold": 10, "for": "1ms",
      "alert_labels": { "severity": "page" }, "annotations": { "summary": "{{ $value }} wait in {{ $labels.kind }}" } },
    { "name": "Missed", "metric": "last_success_seconds", "older_than": "26h" },
    { "name": "Dead", "metric": "heartbeat", "absent": true, "for": "1h" } ] } }
END
chmod 600 conf.json
export OBJECTOS_CONFIG=$PWD/conf.json
columns() { cut -f 1-3,5- "$out"; } # without times

expect_nothing objectos metrics set heartbeat 1
expect_nothing objectos metrics alerts check
expect_nothing objectos metrics set queue.depth 10 -l kind=mail
expect_nothing objectos metrics set queue.depth 99 -l kind=print
expect_nothing objectos metrics set last_success_seconds "$(date +%s)"
expect_nothing objectos metrics alerts check
expect_nothing objectos metrics set queue.depth 11 -l kind=mail
# Pending is no news.
expect_nothing objectos metrics alerts check
wait_until ! objectos metrics alerts check --json
expect_json_status 1 '["firing"]' bash -c 'objectos metrics alerts check --json | jq -c "map(.state)"; exit "${PIPESTATUS[0]}"'
expect_status 1 objectos metrics alerts check
expect_same $'firing\tQueue long{kind="mail",severity="page"}\t11\t11 wait in mail' "$(columns)"
expect_no objectos metrics alerts check
expect_nothing objectos metrics set last_success_seconds 0
expect_status 1 objectos metrics alerts check
expect_same $'firing\tMissed' "$(cut -f 1-2 "$out")"
expect_nothing objectos metrics set queue.depth 2 -l kind=mail
expect_status 1 objectos metrics alerts check
expect_same $'resolved\tQueue long{kind="mail",severity="page"}\t11\t11 wait in mail' "$(columns)"
expect_no objectos metrics alerts check
expect_nothing objectos metrics set last_success_seconds "$(date +%s)"
expect_status 0 objectos metrics alerts check
expect_same $'resolved\tMissed' "$(cut -f 1-2 "$out")"
expect_nothing objectos metrics alerts check
expect_json '[]' objectos metrics alerts check --json
# Without rules there is nothing to do.
unset OBJECTOS_CONFIG
expect_nothing objectos metrics alerts check
expect_nothing objectos metrics alerts list
expect_error 2 'alerts: a command is missing' bash -c 'objectos metrics alerts 2>&1 >/dev/null | tail -1 >&2; exit 2'
