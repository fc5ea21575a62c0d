#!/bin/bash
# `delete --match` needs --yes in a script; --dry-run lists what would go.
. "$OBJECTOS_TESTS/lib.sh"

for key in user:1 user:2 group:1; do objectos storage set "$key" x; done
expect_error 2 '--yes' objectos storage delete --match 'user:*'
expect_out $'user:1\nuser:2' objectos storage delete --match 'user:*' --dry-run
expect_out 3 objectos storage count
expect_json '{"deleted":2}' objectos storage delete --match 'user:*' --yes --json
expect_out group:1 objectos storage keys
expect_json '{"deleted":0}' objectos storage delete --match 'user:*' --yes --json
expect_error 2 '' objectos storage delete --match 'a*' b --yes
