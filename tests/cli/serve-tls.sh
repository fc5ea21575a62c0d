#!/bin/bash
# HTTPS, and what a server cannot do without the right files.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

make_certificates certificates
start_serve S --tls-cert certificates/server.pem --tls-key certificates/server.key
expect_same https "${S_url%%:*}"
expect_status 0 curl -sf --cacert certificates/ca.pem "https://localhost:$S_port/health" "https://localhost:$S_port/metrics"
expect_status 60 curl -sf --cacert certificates/other-ca.pem "https://localhost:$S_port/health"
expect_status 0 curl -sf --tlsv1.2 --tls-max 1.2 --cacert certificates/ca.pem -o /dev/null "https://localhost:$S_port/health"
expect_status 35 curl -sf --tlsv1.0 --tls-max 1.1 --ciphers DEFAULT@SECLEVEL=0 --cacert certificates/ca.pem "https://localhost:$S_port/health"
# A large body and a large answer.
head -c 3000000 /dev/zero | tr '\0' x >large
{ printf '{"value":"' && cat large && printf '"}'; } >body
expect_status 0 curl -sf --cacert certificates/ca.pem -X PUT --data-binary @body -o /dev/null "https://localhost:$S_port/api/v1/storage/large"
curl -sf --cacert certificates/ca.pem "https://localhost:$S_port/api/v1/storage/large" >answer
expect_status 0 python3 -c 'import json; assert len(json.load(open("answer"))["data"]["value"]) == 3000000'
# Who speaks no TLS disturbs nobody.
run curl -sf -m 3 "http://localhost:$S_port/health"
[[ $status != 0 ]] || fail 'plain HTTP was answered'
# shellcheck disable=SC2034 # they are held until the end
for _ in 1 2 3 4 5 6 7 8 9 10; do exec {held}<>"/dev/tcp/127.0.0.1/$S_port"; done
expect_status 0 curl -sf -m 3 --cacert certificates/ca.pem -o /dev/null "https://localhost:$S_port/health"

expect_error 2 'TLS: cannot use none.pem: No such file or directory' objectos serve --listen 127.0.0.1:0 --tls-cert none.pem --tls-key certificates/server.key
expect_error 2 'TLS: cannot use certificates/ca.key' objectos serve --listen 127.0.0.1:0 --tls-cert certificates/server.pem --tls-key certificates/ca.key
expect_error 2 'TLS: cannot use certificates/server.key: it holds no certificate' objectos serve --listen 127.0.0.1:0 --tls-cert certificates/server.key --tls-key certificates/server.pem
expect_error 2 '--tls-cert: a certificate and its key go together' objectos serve --tls-cert certificates/server.pem
expect_error 2 '--tls-key: a certificate and its key go together' objectos serve --tls-key certificates/server.key
