#!/bin/bash
# What `lock run` itself fails with is apart from every status of a command.
. "$OBJECTOS_TESTS/lib.sh"

expect_error 127 'lock run: nowhere: cannot be run: No such file' objectos lock run job -- nowhere
expect_error 126 'lock run: /dev/null: cannot be run: Permission denied' objectos lock run job -- /dev/null
expect_error 125 'lock run: NAME is missing' objectos lock run
expect_error 125 'lock run: CMD is missing' objectos lock run job
expect_error 125 'unknown option' objectos lock run job --nope -- true
expect_error 125 '"soon" is not a duration' objectos lock run job --ttl soon -- true
expect_error 125 'a lease must be longer than 0' objectos lock run job --ttl 0 -- true
expect_error 125 '1 to 1000 slots' objectos lock run job --slots 0 -- true
expect_error 125 'must not be empty' objectos lock run '' -- true
expect_error 125 'must not begin with "fence:"' objectos lock run fence:k -- true
expect_error 125 '' objectos lock run "$(printf 'x%.0s' {1..1020})" -- true
for bad in 256 -1 abc ''; do expect_error 125 '' objectos lock run job --conflict-exit-code "$bad" -- touch ran; done
expect_error 125 '--conflict-exit-code: an exit status is 0 to 255' objectos lock run job --conflict-exit-code 256 -- touch ran
expect_no test -e ran
expect_json_error 125 usage 'not a duration' objectos --json lock run job --wait later -- true
chmod 777 "$OBJECTOS_STATE_DIR"
expect_error 125 "$OBJECTOS_STATE_DIR" objectos lock run job -- true
# Nothing of this took the lock.
chmod 700 "$OBJECTOS_STATE_DIR"
expect_nothing objectos lock list
