#!/bin/bash
# User and password; what is wrong with them is exit status 5, and the password is never printed.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_redis_auth A
expect_nothing env OBJECTOS_STORAGE_URL="$A_url" objectos storage set k v
expect_out v env OBJECTOS_STORAGE_URL="redis://:$A_default_password@127.0.0.1:$A_port" objectos storage get k
cat >config.json <<JSON
{ "storage": { "backend": "redis", "options": { "port": $A_port, "user": "$A_user", "password": "\${REDIS_PASSWORD}" } } }
JSON
chmod 600 config.json
export OBJECTOS_CONFIG=$PWD/config.json
expect_out v env REDIS_PASSWORD="$A_password" objectos storage get k

expect_error 5 "redis at 127.0.0.1:$A_port: .*WRONGPASS" env REDIS_PASSWORD=hunter2 objectos storage get k -vv
expect_no grep -q hunter2 "$err"
expect_error 5 'NOAUTH' env OBJECTOS_STORAGE_URL="redis://127.0.0.1:$A_port" objectos storage set k w
expect_error 5 'WRONGPASS' env OBJECTOS_STORAGE_URL="redis://x:hunter2@127.0.0.1:$A_port" objectos storage set k w
expect_no grep -q hunter2 "$err"
expect_error 2 'password' objectos storage get k --storage-url "redis://x:hunter2@127.0.0.1:$A_port"
expect_out v env URL="$A_url" objectos storage get k --storage-url env:URL

# Another database; one that the server does not have must not fall back to the first.
expect_nothing env OBJECTOS_STORAGE_URL="$A_url/3" objectos storage set three x
expect_no env OBJECTOS_STORAGE_URL="$A_url" objectos storage get three
expect_error 2 'DB index' env OBJECTOS_STORAGE_URL="$A_url/999" objectos storage set lost x
expect_no env OBJECTOS_STORAGE_URL="$A_url" objectos storage get lost
