#!/bin/bash
# Option before environment before file before default; `config show --origin` says which.
. "$OBJECTOS_TESTS/lib.sh"

printf '{ "storage": { "durability": "full" }, "state_dir": "from-file" } // a comment\n' >conf.json
chmod 600 conf.json
unset OBJECTOS_STATE_DIR
expect_out "$PWD/from-file" objectos config get state_dir --config conf.json
expect_out "$test_dir/env" env OBJECTOS_STATE_DIR="$test_dir/env" objectos config get state_dir --config conf.json
expect_out "$PWD/option" env OBJECTOS_STATE_DIR="$test_dir/env" objectos config get state_dir --config conf.json --state-dir option
expect_out full env OBJECTOS_CONFIG=conf.json objectos config get storage.durability
expect_out normal objectos config get storage.durability
expect_out normal env OBJECTOS_STORAGE_DURABILITY=normal objectos config get storage.durability --config conf.json
expect_status 0 objectos config show --origin --config conf.json
expect_status 0 grep -Eq 'storage\.durability.*conf\.json:1:' "$out"
