#!/bin/bash
# An import that a full Redis cuts short says how much is stored, and may be run again.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_redis R --maxmemory 4mb --maxmemory-policy noeviction
export OBJECTOS_STORAGE_URL=$R_url
python3 -c '
import json
flag = {"state": "ENABLED", "variants": {"x": "x" * 10000}, "defaultVariant": "x"}
json.dump({"flags": {f"f{i:03}": flag for i in range(1000)}}, open("flags.json", "w"))
'
expect_error 6 '[0-9]+ keys were stored' objectos flag import flags.json
expect_err 'run the import again'
redis-cli -p "$R_port" config set maxmemory 100mb >reply
expect_json '{"imported":1000}' objectos flag import flags.json --json
expect_same 1000 "$(objectos flag list | wc -l)"
