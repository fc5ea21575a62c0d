#!/bin/bash
# i18n usage tells which keys source code uses, may use, and asks for in vain.
. "$OBJECTOS_TESTS/lib.sh"

mkdir -p locales src/deep
printf '{"cart":{"title":"x","items":{"one":"{{count}} a","other":"{{count}} b"}},"errors":{"lost":"y","denied":"z"},"old":"w"}' >locales/en.json
printf '{"cart":{"title":"x"}}' >locales/de.json
printf 't("cart.title");\nt("cart.items", { count });\nt("errors." + code); // t("old")\n' >src/a.ts
printf 'const x = <b>{t("gone")}</b>;\n' >src/deep/b.tsx
expect_status 1 objectos i18n usage 'src/**/*.{ts,tsx}'
expect_stdout 'used	cart.items
used	cart.title
unused	old
undeterminable	errors.denied
undeterminable	errors.lost
undefined	gone	src/deep/b.tsx:1:17'
expect_json_status 1 '{"used":["cart.items","cart.title"],"unused":["old"],"undeterminable":["errors.denied","errors.lost"],"undefined":["gone"]}' \
  objectos i18n usage src --json
expect_status 0 objectos i18n usage src/a.ts
# A beginning that no key has is undefined, too.
# shellcheck disable=SC2016
printf 't(`error.${code}`)' >src/c.js
expect_json_status 1 '{"used":[],"unused":["cart.items","cart.title","errors.denied","errors.lost","old"],"undeterminable":[],"undefined":["error.*"]}' \
  objectos i18n usage src/c.js --json

expect_error 2 'no file matches src/\*.rb' objectos i18n usage 'src/*.rb'
expect_error 2 'there is no file of the source locale fr' objectos i18n usage src --source fr
printf '{"a":' >locales/en.json
expect_error 3 'locales/en.json:1:' objectos i18n usage src
