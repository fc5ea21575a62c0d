#!/bin/bash
# TLS: the certificate is verified against the authority and the host's name.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

make_certificates "$test_dir/certificates"
chmod 755 "$test_dir" "$test_dir/certificates"
if ((EUID == 0)); then chown postgres "$test_dir/certificates/server.key"; fi
chmod 600 "$test_dir/certificates/server.key"
start_postgres pg "ssl = on" "ssl_cert_file = '$test_dir/certificates/server.pem'" \
  "ssl_key_file = '$test_dir/certificates/server.key'"
export OBJECTOS_STORAGE_URL=${pg_url/127.0.0.1/localhost} OBJECTOS_STORAGE_OPTIONS_TLS=true
export OBJECTOS_STORAGE_OPTIONS_TLS_CA=$test_dir/certificates/ca.pem
expect_nothing objectos storage set k v
expect_out v objectos storage get k
OBJECTOS_STORAGE_OPTIONS_TLS_CA=$test_dir/certificates/other-ca.pem \
  expect_error 4 'certificate verify failed' objectos storage get k
unset OBJECTOS_STORAGE_OPTIONS_TLS_CA
# Without a file of the user's libpq 15 asks the system's authorities, and 17 nobody.
expect_error 4 'certificate verify failed|root certificate file .* does not exist' objectos storage get k
