#!/bin/bash
# flagd's rules, with attributes from the command line.
. "$OBJECTOS_TESTS/lib.sh"

cat >flags.json <<'JSON'
{
  "flags": {
    "banner": {
      "state": "ENABLED",
      "variants": {"red": "#f00", "blue": "#00f", "none": ""},
      "defaultVariant": "none",
      "targeting": {"if": [
        {"and": [{"$ref": "staff"}, {"sem_ver": [{"var": "app.version"}, ">=", "1.9.0"]}]}, "red",
        {"if": [{"==": [{"var": "beta"}, true]}, "blue", null]}
      ]}
    },
    "off": {"state": "DISABLED", "variants": {"on": true, "off": false}, "defaultVariant": "on"},
    "none": {"state": "ENABLED", "variants": {"on": true, "off": false}, "defaultVariant": null}
  },
  "$evaluators": {"staff": {"ends_with": [{"var": "email"}, "@example.com"]}}
}
JSON
expect_json '{"imported":3}' objectos flag import flags.json --json
expect_out red objectos flag get banner -a email=jo@example.com -a app.version=1.10.0
expect_json '{"flag":"banner","variant":"blue","value":"#00f","reason":"TARGETING_MATCH"}' \
  objectos flag get banner --attribute beta=true --json
expect_json_status 1 '{"flag":"banner","variant":"none","value":"","reason":"DEFAULT"}' \
  objectos flag get banner -a email=jo@example.com -a 'app={"version":"1.8.9"}' --json
expect_json_status 1 '{"flag":"off","variant":null,"value":null,"reason":"DISABLED"}' objectos flag get off --json
expect_json_status 1 '{"flag":"none","variant":null,"value":null,"reason":"DEFAULT"}' objectos flag get none --json
expect_error 2 'attribute: "beta" is not of the form NAME=VALUE' objectos flag get banner -a beta
expect_error 2 'attribute: value:1:' objectos flag get banner -a 'x={'
# Huge attributes are only slow to read.
printf 'flag get banner -a x=%s -a beta=true\n' "$(head -c 2000000 /dev/zero | tr '\0' x)" >line
expect_json '{"id":1,"exit":0,"result":{"flag":"banner","variant":"blue","value":"#00f","reason":"TARGETING_MATCH"}}' \
  objectos batch <line
