#!/bin/bash
# TLS is verified: authority, name and time. A client certificate is shown where one is configured.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

certificates=$PWD/certificates
mkdir "$certificates"
make_certificates "$certificates"
start_redis_tls T "$certificates"/server
export OBJECTOS_STORAGE_URL=$T_url
expect_error 4 'not trusted.*' objectos storage set k v
expect_err 'tls_ca'
export OBJECTOS_STORAGE_OPTIONS_TLS_CA=$T_ca
expect_nothing objectos storage set k v
expect_out v env OBJECTOS_STORAGE_URL="rediss://127.0.0.1:$T_port" objectos storage get k
expect_error 2 'nowhere.pem' env OBJECTOS_STORAGE_OPTIONS_TLS_CA=/nowhere.pem objectos storage get k
# Plain text to a TLS port, TLS to a plain port.
expect_error 4 "127.0.0.1:$T_port" env OBJECTOS_STORAGE_TIMEOUT=500ms OBJECTOS_STORAGE_URL="redis://127.0.0.1:$T_port" objectos storage get k
start_redis R
expect_error 4 'TLS' env OBJECTOS_STORAGE_TIMEOUT=500ms OBJECTOS_STORAGE_URL="rediss://127.0.0.1:$R_port" objectos storage get k

start_redis_tls E "$certificates"/expired
expect_error 4 "localhost:$E_port: TLS: the server's certificate has expired" env OBJECTOS_STORAGE_URL="$E_url" objectos storage get k
start_redis_tls W "$certificates"/wrong
expect_error 4 "not for localhost" env OBJECTOS_STORAGE_URL="$W_url" objectos storage get k
expect_error 4 "not for 127.0.0.1" env OBJECTOS_STORAGE_URL="rediss://127.0.0.1:$W_port" objectos storage get k
start_redis_tls U "$certificates"/untrusted
expect_error 4 'not trusted' env OBJECTOS_STORAGE_URL="$U_url" objectos storage get k

start_redis_tls C "$certificates"/server --tls-auth-clients yes
export OBJECTOS_STORAGE_URL=$C_url
expect_error 4 'TLS|closed|lost' objectos storage get k
export OBJECTOS_STORAGE_OPTIONS_TLS_CERT=$certificates/client.pem OBJECTOS_STORAGE_OPTIONS_TLS_KEY=$certificates/client.key
expect_nothing objectos storage set k v
expect_out v objectos storage get k
