#!/bin/bash
# From an objectos.json found on the way up only i18n settings are taken: it may be a stranger's.
. "$OBJECTOS_TESTS/lib.sh"

mkdir -p project/deep
printf '{"state_dir":"stolen","storage":{"url":"sqlite:stolen.db"}}' >project/objectos.json
chmod 600 project/objectos.json
cd project/deep
expect_nothing objectos storage set key x
expect_out x objectos storage get key
expect_no test -e ../stolen.db
expect_no test -e ../stolen
expect_status 0 objectos -v storage get key
expect_stdout x
expect_err 'objectos.json'
expect_out x objectos storage get key --state-dir "$OBJECTOS_STATE_DIR"
