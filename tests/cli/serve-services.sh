#!/bin/bash
# Cache, metrics, translations and notifications over HTTP, and the document that describes it all.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

mkdir -p locales templates
echo '{"hello":"Hello {{name}}","cart":{"one":"{{count}} thing","other":"{{count}} things"}}' >locales/en.json
echo '{"hello":"Hallo {{name}}"}' >locales/de.json
printf 'Hi {{name}}' >templates/hi.text.hbs
objectos cache set a 1
objectos cache get a >/dev/null
objectos metrics inc app.calls.total 3 -l kind=a
objectos metrics set app.depth 7
objectos metrics observe app.wait.seconds 0.3
export OBJECTOS_NOTIFICATION_EMAIL_HOST=127.0.0.1 OBJECTOS_NOTIFICATION_EMAIL_PORT=1 OBJECTOS_NOTIFICATION_EMAIL_TLS=none
export OBJECTOS_NOTIFICATION_EMAIL_FROM=a@example.com
start_serve S
api=$S_url/api/v1
data() { curl -sf "$@" | python3 -c 'import json, sys; r = json.load(sys.stdin); assert r["success"] is True; print(json.dumps(r["data"]))'; }
code() { curl -s -o /dev/null -w '%{http_code}' "$@"; }

expect_same "$(objectos cache stats --json | python3 -c 'import json, sys; print(json.dumps(json.load(sys.stdin)))')" "$(data "$api/cache/stats")"
expect_same 200 "$(code "$api/cache/stats?scope=x")"

expect_same '[{"name": "app.calls.total", "type": "counter", "labels": {"kind": "a"}, "value": 3}]' "$(data "$api/metrics/type/counter")"
expect_same '[{"name": "app.depth", "type": "gauge", "labels": {}, "value": 7}]' "$(data "$api/metrics?match=*depth")"
expect_same 3 "$(data "$api/metrics" | python3 -c 'import json, sys; print(len(json.load(sys.stdin)))')"
expect_same 404 "$(code "$api/metrics/type/summary")"
expect_same "$(objectos metrics export)" "$(curl -s "$api/metrics/prometheus")"

expect_same '{"key": "hello", "locale": "de", "value": "Hallo Ana", "fallback": null}' "$(data "$api/i18n/translate?key=hello&locale=de&name=Ana")"
expect_same '{"key": "cart", "locale": "de", "value": "2 things", "fallback": "en"}' \
  "$(data "$api/i18n/translate" -d '{"key":"cart","locale":"de","params":{"count":2}}')"
expect_same 404 "$(code "$api/i18n/translate?key=none")"
expect_same 400 "$(code "$api/i18n/translate")"
expect_same 400 "$(code "$api/i18n/translate?key=hello&locale=!")"

expect_same '["email", "inbox", "slack", "sms", "webhook"]' "$(data "$api/notifications/channels")"
expect_same '"sent"' "$(data "$api/notifications/send" -d '{"channel":"inbox","to":"ana","template":"hi","data":{"name":"Ana"}}' |
  python3 -c 'import json, sys; print(json.dumps(json.load(sys.stdin)["results"][0]["state"]))')"
expect_same 'Hi Ana' "$(objectos notify inbox list ana | cut -f5)"
expect_same 202 "$(code "$api/notifications/send" -d '{"channel":"email","to":["a@example.com"],"subject":"s","body":"b","idempotency_key":"k"}')"
expect_same 202 "$(code "$api/notifications/send" -d '{"channel":"email","to":["a@example.com"],"subject":"s","body":"b","idempotency_key":"k"}')"
expect_same 400 "$(code "$api/notifications/send" -d '{"channel":"email","to":["a@example.com"],"subject":"s","body":"other","idempotency_key":"k"}')"
expect_same 1 "$(data "$api/notifications/queue/status" | python3 -c 'import json, sys; print(json.load(sys.stdin)["queued"])')"
# Files, variables and commands of the server are not for its clients; nor is what channels refuse.
echo secret >f
for to in env:HOME file:f cmd:id; do
  expect_same 400 "$(code "$api/notifications/send" -d "{\"channel\":\"webhook\",\"to\":\"$to\",\"body\":{}}")"
done
expect_same 400 "$(code "$api/notifications/send" -d '{"channel":"webhook","to":"https://example.com","auth":"bearer:cmd:id","body":{}}')"
expect_same 400 "$(code "$api/notifications/send" -d '{"channel":"email","to":"a@example.com\r\nBcc: b@example.com","body":"x"}')"
expect_same 400 "$(code "$api/notifications/send" -d '{"channel":"pigeon","to":"a","body":"x"}')"
expect_same 1 "$(objectos notify queue list --state queued | wc -l)"
# A webhook that came over HTTP does not reach this machine.
start_fake_http F --log calls status 200 ''
expect_same 202 "$(code "$api/notifications/send" -d "{\"channel\":\"webhook\",\"to\":\"$F_url/x\",\"body\":{\"a\":1}}")"
expect_status 6 objectos notify flush
expect_err 'private address'
expect_no test -s calls

# The document has each path, and is OpenAPI 3.1.
curl -s "$api/openapi.json" >openapi.json
expect_status 0 python3 -c '
import json
document = json.load(open("openapi.json"))
assert document["openapi"].startswith("3.1"), document["openapi"]
paths = document["paths"]
assert set(paths["/api/v1/storage/{key}"]) == {"get", "put", "delete"}, paths
assert set(paths["/api/v1/i18n/translate"]) == {"get", "post"}
assert "if_value" in paths["/api/v1/storage/{key}"]["put"]["requestBody"]["content"]["application/json"]["schema"]["properties"]
assert paths["/api/v1/storage/{key}"]["get"]["parameters"][0]["in"] == "path"
assert "security" not in document'
