#!/bin/bash
# A real Pushgateway's refusals: another TYPE than other groups have, a wrong certificate, a wrong password.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

command -v prometheus-pushgateway >/dev/null || skip prometheus-pushgateway
start_pushgateway P
expect_nothing objectos metrics set jobs_total 1
expect_nothing objectos metrics push "$P_url" --job a
code=$(printf '# TYPE jobs_total counter\njobs_total 1\n' | curl -s -o /dev/null -w '%{http_code}' --data-binary @- "$P_url/metrics/job/c" || true)
[[ $code != 000 ]] || skip 'a Pushgateway that says what it refuses: 1.11.0 of Debian 13 breaks off'
(
  export OBJECTOS_STATE_DIR=$PWD/other
  expect_nothing objectos metrics inc jobs.total
  expect_error 3 "metrics push: 127.0.0.1:$P_port: the server answered 400: pushed metrics are invalid or inconsistent .*jobs_total" \
    objectos metrics push "$P_url" --job b
)

certificates=$PWD/certificates
make_certificates "$certificates"
# The hash is of swordfish.
cat >web.yml <<END
tls_server_config: { cert_file: $certificates/server.pem, key_file: $certificates/server.key }
basic_auth_users: { me: '\$2b\$04\$JrnQRqpoT8F8sBICsUrFgubFqfoikrVDVeJNFhuVoQCHYLgPwgRGO' }
END
start_pushgateway S --web.config.file=web.yml
secure=https://localhost:$S_port
expect_error 4 "localhost:$S_port: TLS: " objectos metrics push "$secure" --job a
expect_err 'SSL_CERT_FILE'
export SSL_CERT_FILE=$certificates/ca.pem
expect_error 5 'answered 401: Unauthorized' objectos metrics push "$secure" --job a
export GATEWAY=https://me:swordfish@localhost:$S_port
expect_json '{"status":200}' objectos metrics push env:GATEWAY --job a --json
expect_json '{"status":200}' env -u SSL_CERT_FILE CURL_CA_BUNDLE="$SSL_CERT_FILE" objectos metrics push env:GATEWAY --job a --json
GATEWAY=https://me:sailfish@localhost:$S_port expect_error 5 'answered 401' objectos metrics push env:GATEWAY --job a
expect_error 4 'TLS: ' env SSL_CERT_FILE="$certificates/other-ca.pem" objectos metrics push env:GATEWAY --job a
expect_error 2 'TLS: cannot use /nowhere.pem' env SSL_CERT_FILE=/nowhere.pem objectos metrics push env:GATEWAY --job a
# Not the name that it was called by, not valid any more.
for which in wrong expired; do
  sed "s,/server\.,/$which.,g" web.yml >"$which.yml"
  start_pushgateway W --web.config.file="$which.yml"
  expect_error 4 'TLS: ' objectos metrics push "https://localhost:$W_port" --job a
  stop_server W
done
