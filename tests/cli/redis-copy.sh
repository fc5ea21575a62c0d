#!/bin/bash
# copy between SQLite and Redis, both ways, with TTLs and bytes; repeated after an interruption.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_redis R
for i in {1000..6999}; do echo "{\"key\":\"k$i\",\"value\":{\"n\":$i},\"expires_at\":\"2100-01-01T00:00:00.$((i % 1000))Z\"}"; done |
  sed 's/\.\([0-9]\)Z/.00\1Z/; s/\.\([0-9][0-9]\)Z/.0\1Z/' >from.ndjson
echo '{"key":"raw","value":{"$base64":"AP8="}}' >>from.ndjson
objectos storage import from.ndjson
expect_json '{"copied":6001}' objectos storage copy --from "sqlite:$OBJECTOS_STATE_DIR/storage.db" --to "$R_url" --json
expect_json '{"copied":6001}' objectos storage copy --from "$R_url" --to "sqlite:$PWD/back.db" --json
objectos storage export >one
objectos storage export --storage-url "sqlite:$PWD/back.db" >two
objectos storage export --storage-url "$R_url" >three
expect_status 0 cmp one two
expect_status 0 cmp one three
expect_json '{"copied":1000}' objectos storage copy 'k3*' --from "$R_url" --to "$R_url/1" --json
expect_out 1000 objectos storage count --storage-url "$R_url/1"
expect_json '{"copied":6001}' objectos storage copy --from "sqlite:$OBJECTOS_STATE_DIR/storage.db" --to "$R_url" --json
