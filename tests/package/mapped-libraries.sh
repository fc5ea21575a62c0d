#!/bin/bash
# `storage get` maps no library that it does not need: each costs its start-up.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

objectos storage set key x
expect_status 0 env LD_DEBUG=files objectos storage get key
expect_stdout x
sed -En 's/.*file=([^ ]+).*generating link map.*/\1/p' "$err" >mapped
expect_status 0 grep -q 'libc\.so' mapped
expect_no grep -E 'lib(icu|curl|ssl|crypto|hiredis|pq|cpp-httplib|spdlog|fmt)[a-z0-9]*[.-]' mapped

# Nor does a use of a metric.
expect_status 0 env LD_DEBUG=files objectos metrics inc hits -l a=b
sed -En 's/.*file=([^ ]+).*generating link map.*/\1/p' "$err" >mapped_too
expect_same "$(cat mapped)" "$(cat mapped_too)"

# A push maps libcurl by its module, and nothing of ours twice.
start_fake_http F status 200 ''
expect_status 0 env LD_DEBUG=files objectos metrics push "$F_url" --job a
sed -En 's/.*file=([^ ]+).*generating link map.*/\1/p' "$err" >mapped
expect_status 0 grep -q 'objectos/curl\.so' mapped
expect_no grep -E '(lib(icu|hiredis|pq|cpp-httplib|spdlog|fmt|objectos|stdc\+\+)[a-z0-9]*[.-]|objectos/(tls|redis|postgres)\.so)' mapped

# Redis without TLS maps its module and nothing heavy.
start_redis R
objectos storage set key x --storage-url "$R_url"
expect_status 0 env LD_DEBUG=files objectos storage get key --storage-url "$R_url"
expect_stdout x
sed -En 's/.*file=([^ ]+).*generating link map.*/\1/p' "$err" >mapped
expect_status 0 grep -q 'objectos/redis\.so' mapped
expect_no grep -E '(lib(icu|curl|ssl|crypto|pq|cpp-httplib|spdlog|fmt|objectos)[a-z0-9]*[.-]|tls\.so)' mapped
