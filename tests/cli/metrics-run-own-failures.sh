#!/bin/bash
# What `metrics run` itself fails with is apart from a command's statuses; wrong usage runs nothing.
. "$OBJECTOS_TESTS/lib.sh"

expect_error 127 'metrics run: nowhere: cannot be run: No such file' objectos metrics run job -- nowhere
expect_error 126 'metrics run: /dev/null: cannot be run: Permission denied' objectos metrics run job -- /dev/null
expect_out 2 objectos metrics get job_runs_total -l status=failure
expect_out 126 objectos metrics get job_last_exit_code
expect_out 0 objectos metrics get job_in_progress
expect_error 125 'metrics run: NAME is missing' objectos metrics run
expect_error 125 'metrics run: CMD is missing' objectos metrics run job
expect_error 125 'unknown option' objectos metrics run job --nope -- touch ran
expect_error 125 '"soon" is not a duration' objectos metrics run job --timeout soon -- touch ran
expect_error 125 '" " is not allowed in a name, at character 2' objectos metrics run 'a b' -- touch ran
expect_error 125 'at character 1' objectos metrics run 1st -- touch ran
expect_error 125 'a name must not be empty' objectos metrics run '' -- touch ran
expect_error 125 '"host" is not NAME=VALUE' objectos metrics run job -l host -- touch ran
expect_error 125 'the label status is one that a run has of itself' objectos metrics run job -l status=x -- touch ran
expect_error 125 'the label mode is one' objectos metrics run job -l mode=x -- touch ran
expect_error 125 'reserved' objectos metrics run job -l le=1 -- touch ran
expect_error 125 'is not the URL of a store of metrics' objectos metrics run job --metrics-url nonsense: -- touch ran
echo '{"metrics": {"prefx": "x"}}' >bad.json
expect_error 125 'prefx' objectos metrics run job --config bad.json -- touch ran
expect_json_error 125 usage 'not NAME=VALUE' objectos --json metrics run job -l host -- touch ran
expect_no test -e ran
