#!/bin/bash
# One screen: what is well, what is not, and the command that mends it; looking changes nothing.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

check() { python3 -c 'import json, sys
for c in json.load(open(sys.argv[1]))["checks"]:
    if c["name"] == sys.argv[2]: print(c["status"], c["fix"])' "$out" "$1"; }

# Before anything is stored.
expect_status 0 objectos status
expect_no test -e "$OBJECTOS_STATE_DIR"
expect_json '{"status":"healthy"}' bash -c 'objectos status --json | python3 -c "import json, sys; d = json.load(sys.stdin); assert set(d) == {\"status\", \"checks\"}; assert all(set(c) == {\"name\", \"status\", \"message\", \"fix\"} for c in d[\"checks\"]); print(json.dumps({\"status\": d[\"status\"]}))"'

objectos storage set a 1
objectos storage set b 1 --ttl 1h
objectos cache set a 1
objectos cache get a >/dev/null
objectos metrics inc app.errors.total 5
expect_status 0 objectos status
for line in 'ok .* state ' 'ok .* storage .* keys: 2, expired among them: 0' 'ok .* cache .* entries: 1 of at most 1000, hit rate: 100 %' 'ok .* metrics .* metrics: 1, series: 1'; do
  expect_status 0 grep -Eq "^$line" <(objectos status)
done

# Each finding has the command that mends it.
chmod 750 "$OBJECTOS_STATE_DIR"
chmod 640 "$OBJECTOS_STATE_DIR/storage.db"
expect_status 1 objectos status --json
expect_same "degraded chmod 700 '$OBJECTOS_STATE_DIR'" "$(check state)"
expect_same "degraded chmod 600 '$OBJECTOS_STATE_DIR/storage.db'" "$(check storage.permissions)"
python3 -c 'import json, sys; print("\n".join(c["fix"] for c in json.load(open(sys.argv[1]))["checks"] if c["fix"]))' "$out" >mend.sh
expect_status 0 bash mend.sh
expect_status 0 objectos status

export OBJECTOS_METRICS_ALERTS='[{"name":"errors","metric":"app.errors.total","op":">","threshold":2}]'
run objectos metrics alerts check
expect_status 1 objectos status --json
expect_same 'degraded objectos metrics alerts list' "$(check alerts)"
unset OBJECTOS_METRICS_ALERTS

# Translations that cannot be read, and plugins that cannot be loaded.
mkdir locales
echo '{"a":"b"}' >locales/en.json
expect_status 0 objectos status
expect_status 0 grep -Eq '^ok .* i18n .*locales, locales: 1$' "$out"
echo '{"a":' >locales/de.json
expect_status 1 objectos status --json
expect_same 'degraded objectos i18n check' "$(check i18n)"
expect_status 0 grep -q 'cannot be read: [^"]*locales/de.json"' "$out"
rm -r locales
expect_status 1 env OBJECTOS_PLUGINS='["./none.so"]' "$objectos" status --json
expect_same 'unhealthy None' "$(check plugins)"
expect_status 0 grep -q 'none.so' "$out"

# Messages: given up, and waiting for too long.
export OBJECTOS_NOTIFICATION_EMAIL_HOST=127.0.0.1 OBJECTOS_NOTIFICATION_EMAIL_PORT=1 OBJECTOS_NOTIFICATION_EMAIL_TLS=none
export OBJECTOS_NOTIFICATION_EMAIL_FROM=me@example.com
objectos notify send --queue -c email -t a@example.com -b x
sqlite3 "$OBJECTOS_STATE_DIR/notification.db" 'UPDATE deliveries SET created_at = created_at - 4000000'
expect_status 1 objectos status --json
expect_same 'degraded objectos notify flush' "$(check notification.late)"
run objectos notify send --now -c email -t b@example.com -b x
expect_status 1 objectos status --json
expect_same 'degraded objectos notify queue retry --state dead' "$(check notification.dead)"
# What may have arrived is not sent again by a command that is copied without a look.
sqlite3 "$OBJECTOS_STATE_DIR/notification.db" 'UPDATE deliveries SET state = 5 WHERE state = 4'
expect_status 1 objectos status --json
expect_same 'degraded objectos notify queue list --state unknown' "$(check notification.unknown)"
objectos notify queue cancel --state queued

# Expired entries that nobody has removed.
objectos batch <<<"$(for i in $(seq 12000); do echo "storage set old:$i x --ttl 1ms"; done)" >/dev/null
expect_status 1 objectos status --json
expect_same 'degraded objectos storage gc' "$(check storage.expired)"
objectos storage gc
objectos status --json >"$out" || true
expect_same '' "$(check storage.expired)"

# What cannot be reached.
start_redis R
export OBJECTOS_STORAGE_URL=$R_url
objectos status --json >"$out" || true
expect_same 'healthy None' "$(check storage)"
stop_server R
expect_status 1 objectos status --json
expect_same 'unhealthy objectos config show --origin' "$(check storage)"
expect_same 'healthy None' "$(check cache)"
unset OBJECTOS_STORAGE_URL
printf 'no database' >"$OBJECTOS_STATE_DIR/cache.db"
expect_status 1 objectos status
expect_status 0 grep -Eq '^FAIL  cache +.*cache.db' "$out"
expect_status 1 objectos status --json
expect_same 'unhealthy objectos storage restore FILE' "$(check cache)"

# A directory that others can write to: said once, with the command that mends it.
mkdir -m 777 open
expect_status 1 env OBJECTOS_STATE_DIR="$PWD/open" "$objectos" status --json
expect_json "[[\"state\",\"chmod 700 $PWD/open\"]]" jq -c '[.checks[] | select(.status == "unhealthy") | [.name, .fix]]' "$out"
# One that cannot be made, unless nothing would be kept in it.
echo x >file
expect_status 1 env OBJECTOS_STATE_DIR="$PWD/file/state" "$objectos" status --json
expect_json '["state"]' jq -c '[.checks[] | select(.status == "unhealthy") | .name][:1]' "$out"
expect_status 0 env OBJECTOS_STATE_DIR="$PWD/file/state" OBJECTOS_URL=memory: OBJECTOS_NOTIFICATION_URL="sqlite:$PWD/queue.db" "$objectos" status
