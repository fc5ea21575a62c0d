#!/bin/bash
# `serve` runs the plugins that the configuration names, over the services that it serves.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

modules=$(dirname -- "$objectos")/../lib/test-modules
[[ -e $modules/good.so ]] || skip 'the test modules, which are built with the unit tests'
printf '{"plugins": ["%s"]}\n' "$modules/good.so" >good.json
export OBJECTOS_CONFIG=$PWD/good.json
start_serve S
expect_status 0 curl -sf -o /dev/null -X PUT -d '{"value":1}' "$S_url/api/v1/storage/a"
expect_out 1 objectos storage get a
# The kernel measures itself.
measured() { curl -s "$S_url/metrics" | grep -q '^plugin_load_duration_count{plugin="good"} 1'; }
wait_until measured
stop_server S
for broken in wrong_abi:4:ABI start_throws:: missing:4:missing.so; do
  IFS=: read -r module code words <<<"$broken"
  printf '{"plugins": ["%s"]}\n' "$modules/$module.so" >broken.json
  run objectos --config broken.json serve --listen 127.0.0.1:0
  [[ $status == "${code:-$status}" && $status != 0 ]] || fail "$module: exit status $status"
  expect_stdout ''
  expect_err "^objectos: serve: .*$words"
done

# status says beforehand whether they can be loaded, and starts none.
expect_status 0 objectos status
expect_status 0 grep -Eq '^ok .* plugins .* can be loaded: good$' "$out"
printf '{"plugins": ["%s"]}\n' "$modules/wrong_abi.so" >broken.json
expect_status 1 objectos --config broken.json status
expect_status 0 grep -Eq '^FAIL .* plugins .*ABI' "$out"
printf '{"plugins": ["%s"]}\n' "$modules/start_throws.so" >broken.json
expect_status 0 objectos --config broken.json status
