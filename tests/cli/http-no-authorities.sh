#!/bin/bash
# A system without a file of authorities: nobody is trusted, and how to name some is said.
. "$OBJECTOS_TESTS/lib.sh"

cat >bare.sh <<'SCRIPT'
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"
make_certificates certificates
start_serve S --tls-cert certificates/server.pem --tls-key certificates/server.key
mount -t tmpfs none /etc/ssl
expect_error 4 "localhost:$S_port: TLS: .*certificate" objectos metrics push "https://localhost:$S_port" --job a --timeout 5s
expect_err 'SSL_CERT_FILE'
SCRIPT
objectos metrics inc a
with_mounts bare.sh
