#!/bin/bash
# Keys are deleted by name or pattern; absent ones are no error, a pattern needs --yes.
. "$OBJECTOS_TESTS/lib.sh"

for key in a b page:1 page:2; do objectos cache set "$key" x; done
expect_json '{"deleted":1}' objectos cache delete a absent --json
expect_nothing objectos cache delete a
expect_error 2 'needed where nobody can be asked' objectos cache delete --match 'page:*'
expect_out $'page:1\npage:2' objectos cache delete --match 'page:*' --dry-run
expect_json '{"deleted":2}' objectos cache delete --match 'page:*' --yes --json
expect_error 2 'exclude each other' objectos cache delete b --match b
expect_error 2 'KEY is missing' objectos cache delete
expect_error 2 'needed where nobody can be asked' objectos cache clear
expect_json '{"deleted":0,"would_delete":["b"]}' objectos cache clear --dry-run --json
expect_nothing objectos cache clear --yes
expect_nothing objectos cache keys
