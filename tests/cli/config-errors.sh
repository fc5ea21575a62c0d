#!/bin/bash
# Wrong configuration is status 2 and names file, line, column and the nearest key.
. "$OBJECTOS_TESTS/lib.sh"

put() {
  printf '%b' "$1" >conf.json
  chmod 600 conf.json
}
put '{\n  "storage": { "durabilty": "full" }\n}\n'
expect_error 2 'conf.json:2:16.*durabilty' objectos storage keys --config conf.json
expect_error 2 'durability' objectos config check --config conf.json
put '{\n  "storage": {\n'
expect_error 2 'conf.json:3:' objectos storage keys --config conf.json
put '{"storage":{"durability":"sometimes"}}'
expect_error 2 'normal' objectos config check --config conf.json
put '{"storage":{"url":"sqlite:${NO_SUCH_VARIABLE}"}}'
expect_error 2 'NO_SUCH_VARIABLE' objectos storage keys --config conf.json
expect_status 2 objectos storage keys --config missing.json
expect_err 'missing.json'
put '{}'
chmod 666 conf.json
expect_error 5 'conf.json' objectos storage keys --config conf.json
expect_no test -e "$OBJECTOS_STATE_DIR"
