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
# A build that links libstdc++ dynamically maps it at once; in others modules bring it inside, too.
runtime='stdc\+\+'
if grep -q 'libstdc++' mapped; then runtime=none; fi

# Nor does a use of a metric.
expect_status 0 env LD_DEBUG=files objectos metrics inc hits -l a=b
sed -En 's/.*file=([^ ]+).*generating link map.*/\1/p' "$err" >mapped_too
expect_same "$(cat mapped)" "$(cat mapped_too)"

# Nor does a translation; only a plural form or a format maps ICU, by its module, and YAML its own.
mkdir -p locales
echo '{"a": "{{x}}", "items": {"one": "1", "other": "2"}, "only": {"other": "3"}, "n": "{{x, number}}"}' >locales/en.json
echo 'a: x' >locales/de.yml
for words in 't a -p x=1' 't items.one' 't only --count 2' 'keys'; do
  # shellcheck disable=SC2086 # words
  expect_status 0 env LD_DEBUG=files objectos i18n $words
  sed -En 's/.*file=([^ ]+).*generating link map.*/\1/p' "$err" >mapped_too
  expect_same "$(cat mapped)" "$(cat mapped_too)"
done
for words in 't items --count 1' 'plural 1' 't n -p x=1' 'format list a b'; do
  # shellcheck disable=SC2086
  expect_status 0 env LD_DEBUG=files objectos i18n $words
  sed -En 's/.*file=([^ ]+).*generating link map.*/\1/p' "$err" >mapped_icu
  case $words in
    *x=1 | format*) expect_status 0 grep -q 'objectos/format\.so' mapped_icu ;;
    *)
      expect_status 0 grep -q 'objectos/icu\.so' mapped_icu
      expect_no grep -E 'format\.so|libicui18n' mapped_icu # the larger half of ICU
      ;;
  esac
  expect_no grep -E '(lib(curl|ssl|crypto|hiredis|pq|cpp-httplib|spdlog|fmt|objectos|yaml)[a-z0-9]*[.-]|yaml\.so)' mapped_icu
done
expect_status 0 env LD_DEBUG=files objectos i18n t a --locale de
expect_stdout x
sed -En 's/.*file=([^ ]+).*generating link map.*/\1/p' "$err" >mapped_yaml
expect_status 0 grep -q 'objectos/yaml\.so' mapped_yaml
expect_no grep -E "lib(icu|curl|ssl|$runtime)" mapped_yaml

# A push maps libcurl by its module, and nothing of ours twice.
start_fake_http F status 200 ''
expect_status 0 env LD_DEBUG=files objectos metrics push "$F_url" --job a
sed -En 's/.*file=([^ ]+).*generating link map.*/\1/p' "$err" >mapped
expect_status 0 grep -q 'objectos/curl\.so' mapped
expect_no grep -E "(lib(icu|hiredis|pq|cpp-httplib|spdlog|fmt|objectos|$runtime)[a-z0-9]*[.-]|objectos/(tls|redis|postgres)\.so)" mapped

# Redis without TLS maps its module and nothing heavy.
start_redis R
objectos storage set key x --storage-url "$R_url"
expect_status 0 env LD_DEBUG=files objectos storage get key --storage-url "$R_url"
expect_stdout x
sed -En 's/.*file=([^ ]+).*generating link map.*/\1/p' "$err" >mapped
expect_status 0 grep -q 'objectos/redis\.so' mapped
expect_no grep -E '(lib(icu|curl|ssl|crypto|pq|cpp-httplib|spdlog|fmt|objectos)[a-z0-9]*[.-]|tls\.so)' mapped
