#!/bin/bash
# A copy from a database that is not there is an error, not a copy of nothing.
. "$OBJECTOS_TESTS/lib.sh"

expect_error 2 'typo.db: there is no such database' objectos storage copy --from sqlite:typo.db --to sqlite:new.db
expect_no test -e new.db
