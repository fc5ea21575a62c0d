#!/bin/bash
# Signatures, made and checked, beside Python's hmac; a retry is signed anew under the same id; rotation.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_fake_http H --log calls status 503 '' status 200 ok
export OLD=whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw NEW=whsec_c2VjcmV0LW9mLXR3ZW50eS1mb3VyLWJ5dGVz GITHUB="It's a Secret to Everybody"
export BOTH="$OLD $NEW"
cat >check.py <<'P'
import base64, hashlib, hmac, json, os, sys
call = json.loads(open("calls").read().splitlines()[int(sys.argv[2])])
headers = {name.lower(): value for name, value in call["headers"].items()}
body = call["body"].encode()
def mac(key, text):
    return hmac.new(key, text, hashlib.sha256)
if sys.argv[1] == "standard":
    text = f'{headers["webhook-id"]}.{headers["webhook-timestamp"]}.'.encode() + body
    wanted = ["v1," + base64.b64encode(mac(base64.b64decode(os.environ[name][6:]), text).digest()).decode() for name in sys.argv[3:]]
    assert headers["webhook-signature"] == " ".join(wanted), headers
elif sys.argv[1] == "github":
    assert headers["x-hub-signature-256"] == "sha256=" + mac(os.environ["GITHUB"].encode(), body).hexdigest(), headers
else:
    time, signature = (part.split("=")[1] for part in headers["stripe-signature"].split(","))
    assert signature == mac(os.environ["GITHUB"].encode(), time.encode() + b"." + body).hexdigest(), headers
print(headers.get("webhook-id"))
P
expect_status 0 objectos notify send -c webhook -t "$H_url" --data '{"test": 2432232314}' --sign standard:env:BOTH
expect_err 'left in the queue'
expect_status 0 objectos notify queue retry --state retrying
expect_json '{"sent":1,"retrying":0,"dead":0,"left":0}' objectos notify flush --json
first=$(python3 check.py standard 0 OLD NEW)
expect_same "$first" "$(python3 check.py standard 1 OLD NEW)"
expect_nothing objectos notify send -c webhook -t "$H_url" --data '{"a":"é"}' --sign github:env:GITHUB
expect_status 0 python3 check.py github 2
expect_nothing objectos notify send -c webhook -t "$H_url" --body text --sign stripe:env:GITHUB
expect_status 0 python3 check.py stripe 3

# verify takes what was sent, and nothing that was changed.
python3 - <<'P'
import json
calls = [json.loads(line) for line in open("calls")]
for number, name in ((1, "standard"), (2, "github"), (3, "stripe")):
    open(name + ".body", "wb").write(calls[number]["body"].encode())
    open(name + ".headers", "w").write("HTTP/1.1 200 OK\r\n" + "".join(f"{k}: {v}\r\n" for k, v in calls[number]["headers"].items()))
P
for scheme in standard:env:NEW github:env:GITHUB stripe:env:GITHUB; do
  name=${scheme%%:*}
  verify() { objectos notify verify --sign "$scheme" --headers "$name.headers" <"$1"; }
  expect_nothing verify "$name.body"
  { cat "$name.body" && printf ' '; } >changed
  expect_no verify changed
done
WRONG=whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSx expect_no bash -c 'objectos notify verify --sign standard:env:WRONG --headers standard.headers <standard.body'
# An old call is refused.
sed -i 's/^\(webhook-timestamp: \).*/\11614265330/' standard.headers
sed -i 's/^\(webhook-id: \).*/\1msg_p5jXN8AQM9LWM0D4loKWxJek/; s/^\(webhook-signature: \).*/\1v1,g0hM9SsE+OTPJTGt\/tmIKtSyZlE3uFJELVlNIOLJ1OE=/' standard.headers
expect_no bash -c 'objectos notify verify --sign standard:env:OLD --headers standard.headers <standard.body'
# A secret is named, never said.
expect_error 2 'send: sign: this is not the way to name a signature' objectos notify send -c webhook -t "$H_url" --body x --sign "standard:$OLD"
expect_status 1 grep -q whsec "$err"
SHORT=whsec_abcd expect_status 5 bash -c 'objectos notify send -c webhook -t "$0" --body x --sign standard:env:SHORT' "$H_url"
