#!/bin/bash
# Slack: the payload calls nobody, only "ok" is success, the webhook's URL is a secret.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_fake_http S --log calls status 200 ok status 200 '<html>a proxy</html>' status 404 no_service
export URL=$S_url/services/T000/B000/XXXXXXXXXXXXXXXX
expect_nothing objectos notify send -c slack -t env:URL -s Alert -b 'a <!channel> & "b"'
expect_same '{"text": "*Alert*\na &lt;!channel&gt; &amp; \"b\""}' \
  "$(python3 -c 'import json; print(json.dumps(json.loads(json.loads(open("calls").readline())["body"])))')"
expect_status 1 objectos notify send -c slack -t "$URL" -b x
expect_err '/\*\*\*: not delivered: .* did not answer "ok"'
expect_status 1 grep -q XXXXXXXX "$err"
expect_status 1 objectos notify send -c slack -t env:URL -b x
expect_err 'answered 404: no_service'
for form in "" --json; do
  objectos notify queue list $form >shown
  expect_status 1 grep -q XXXXXXXX shown
done
expect_error 2 'says nothing' objectos notify send -c slack -t env:URL -b ''
