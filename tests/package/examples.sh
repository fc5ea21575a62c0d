#!/bin/bash
# The six examples and the plugin build against the installed package, and do what they say, beside the program's own commands.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

expect_status 0 cmake --install "$OBJECTOS_BUILD" --prefix "$test_dir/prefix"
expect_status 0 cmake -S "$OBJECTOS_TESTS/examples" -B build -G Ninja -DCMAKE_PREFIX_PATH="$test_dir/prefix"
expect_status 0 cmake --build build
expect_status 0 cmake -S "$OBJECTOS_TESTS/examples/plugin" -B plugin -G Ninja -DCMAKE_PREFIX_PATH="$test_dir/prefix"
expect_status 0 cmake --build plugin
cd build || exit
# shellcheck disable=SC2034 # the functions of lib.sh run it
objectos=$test_dir/prefix/bin/objectos

# 1. The second look-up does not see the new text; it does when the old one is forgotten.
mkdir -p locales templates
echo '{"hello":"Hello","bye":"Bye"}' >locales/en.json
echo '{"hello":"Hallo"}' >locales/de.json
expect_out $'Hallo\nBye' ./cached_translations de hello bye
echo '{"hello":"Servus"}' >locales/de.json
expect_out Hallo ./cached_translations de hello
expect_out Hallo objectos cache get i18n:de:hello
expect_nothing ./cached_translations de --changed
expect_out Servus ./cached_translations de hello

# 2.
start_smtp_sink M
start_fake_http H --log calls status 200 ''
export OBJECTOS_NOTIFICATION_EMAIL_HOST=127.0.0.1 OBJECTOS_NOTIFICATION_EMAIL_PORT=$M_port OBJECTOS_NOTIFICATION_EMAIL_TLS=none
export OBJECTOS_NOTIFICATION_EMAIL_FROM=app@example.com
objectos metrics inc app.errors.total 10
expect_nothing ./error_alert 10 ops@example.com "$H_url/hook" --once
expect_no test -s calls
objectos metrics inc app.errors.total
expect_nothing ./error_alert 10 ops@example.com "$H_url/hook" --once
expect_nothing ./error_alert 10 ops@example.com "$H_url/hook" --once
expect_same 1 "$(grep -c '"firing\\":true' calls)"
expect_same 1 "$(cat "$M_mails"/* | grep -c '^Subject: Too many errors: 11')"
mkfifo pipe
./error_alert 10 ops@example.com "$H_url/hook" >pipe &
watcher=$!
read -r line <pipe
expect_same watching "$line"
kill -TERM "$watcher"
asserted
wait "$watcher" || fail "exit status $?"

# 3.
printf 'Welcome, {{name}}' >templates/welcome.subject.hbs
printf 'Hello {{name}}!' >templates/welcome.text.hbs
printf 'Willkommen, {{name}}' >templates/welcome.de.subject.hbs
printf 'Hallo {{name}}!' >templates/welcome.de.text.hbs
expect_out sent ./welcome_mail ana ana@example.com de-AT
expect_out sent ./welcome_mail bob bob@example.com
expect_out sent ./welcome_mail ana ana@example.com
expect_same 1 "$(cat "$M_mails"/* | grep -c '^Hallo ana!')"
cat "$M_mails"/* >/tmp/mails.txt; expect_same 1 "$(cat "$M_mails"/* | grep -c '^Subject: Welcome, bob')"
expect_out de-AT objectos storage get ana:locale --scope user

# 4.
expect_status 0 ./limited_api 3/h <<<$'ana\nana\nana\nana\nbob'
expect_stdout '200 X-RateLimit-Remaining: 2
200 X-RateLimit-Remaining: 1
200 X-RateLimit-Remaining: 0
429 Retry-After: 1200
200 X-RateLimit-Remaining: 2'
expect_out 1 objectos metrics get api.rate_limit.exceeded -l user=ana
expect_out 5 objectos metrics get api.requests.total
expect_status 1 objectos ratelimit check ana --limit 3/h --scope api

# 5. What the commands change, the program sees at once: the cache is shared.
expect_out 'ana off ERROR' ./feature_flags checkout ana
objectos flag set checkout true --user ana
expect_out $'ana on TARGETING_MATCH\nbob off STATIC' ./feature_flags checkout ana bob
objectos flag set checkout true
expect_out $'ana on TARGETING_MATCH\nbob on STATIC' ./feature_flags checkout ana bob

# 6.
expect_status 0 ./login_sessions login ana
id=$(<"$out")
expect_status 0 ./login_sessions show <<<"$id"
expect_stdout 'ana {"theme":"dark"}'
expect_status 0 ./login_sessions show <<<"$id"
expect_out 1 objectos metrics get sessions.created
expect_out 1 objectos metrics get sessions.cache.hit
expect_out 1 objectos metrics get sessions.cache.miss
# A revocation by hand is seen at once, though the cache had the session; a change, too.
objectos session set - '{"theme":"light"}' <<<"$id"
expect_status 0 ./login_sessions show <<<"$id"
expect_stdout 'ana {"theme":"light"}'
other=$(./login_sessions login bob)
expect_status 0 ./login_sessions show <<<"$other"
objectos session revoke --user bob
expect_status 1 ./login_sessions show <<<"$other"
expect_status 0 ./login_sessions logout <<<"$id"
expect_status 1 ./login_sessions show <<<"$id"
expect_status 1 ./login_sessions show <<<'; rm -rf /'

# Without what is asked for they say so.
expect_status 2 ./welcome_mail
expect_status 4 env OBJECTOS_STORAGE_URL=redis://127.0.0.1:1 ./limited_api 3/h <<<ana
expect_err '^limited_api: '

# The plugin, in the program.
cd .. || exit
printf '{"plugins": ["%s"]}\n' "$PWD/plugin/visits.so" >plugins.json
export OBJECTOS_CONFIG=$PWD/plugins.json
start_serve S
expect_out true objectos storage get started --scope visits
ticks() { curl -s "$S_url/metrics" | grep -Eq '^visits_plugins [2-9]'; }
wait_until ticks
stop_server S
(($(objectos storage get plugins --scope visits) >= 1)) || fail 'the event was not heard'
# Its failure stops the program, in order, with its words.
objectos storage set refuse 1 --scope visits
expect_error 5 'visits: .*visits are refused' objectos serve --listen 127.0.0.1:0
# Built for another ABI: refused with words.
sed 's/OBJECTOS_MODULE(Visits)/extern "C" __attribute__((visibility("default"))) const objectos::ModuleInfo* objectos_module() { static constexpr objectos::ModuleInfo info{999, __VERSION__, "0.1.0", nullptr, nullptr}; return \&info; }/' \
  "$OBJECTOS_TESTS/examples/plugin/visits.cpp" >other.cpp
expect_status 0 g++ -std=c++20 -shared -fPIC -w -I "$test_dir/prefix/include" other.cpp -o plugin/visits.so
expect_error 4 'visits.so.*ABI' objectos serve --listen 127.0.0.1:0
