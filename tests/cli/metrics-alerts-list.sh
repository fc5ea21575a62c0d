#!/bin/bash
# A list of rules with their state evaluates nothing and takes no news away; the JSON of check and list.
. "$OBJECTOS_TESTS/lib.sh"

export OBJECTOS_METRICS_ALERTS='[
  {"name":"b","metric":"depth","op":">=","threshold":5},
  {"name":"a","metric":"depth","labels":{"k":"x"},"op":"<","threshold":0,"annotations":{"summary":"one\ntwo"}}]'
expect_out $'inactive\tb\ninactive\ta{k="x"}' objectos metrics alerts list
expect_json '[{"name":"b","state":"inactive","value":null,"since":null,"labels":{}},'\
'{"name":"a","state":"inactive","value":null,"since":null,"labels":{"k":"x"}}]' objectos metrics alerts list --json
expect_no test -e "$OBJECTOS_STATE_DIR"
expect_nothing objectos metrics set depth 5 -l k=y
expect_nothing objectos metrics set depth -l k=x -- -0.5
expect_out $'inactive\tb\ninactive\ta{k="x"}' objectos metrics alerts list
expect_status 1 objectos metrics alerts check --json
since=$(jq -r '.[0].since' "$out")
[[ $since =~ ^20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\.[0-9]{3}Z$ ]] || fail "since is $since"
cp "$out" checked
expect_json "[{\"name\":\"b\",\"state\":\"firing\",\"value\":5,\"since\":\"$since\",\"labels\":{\"k\":\"y\"}},\
{\"name\":\"a\",\"state\":\"firing\",\"value\":-0.5,\"since\":\"$since\",\"labels\":{\"k\":\"x\"}}]" objectos metrics alerts list --json
expect_same "$(cat checked)" "$(cat "$out")"
expect_out $'firing\tb{k="y"}\t5\t'"$since"$'\nfiring\ta{k="x"}\t-0.5\t'"$since"$'\tone\\x0atwo' objectos metrics alerts list
expect_status 1 objectos metrics alerts check
expect_same 2 "$(wc -l <"$out")"
expect_nothing objectos metrics delete depth
expect_status 0 objectos metrics alerts check --json
expect_same '["b resolved 5","a resolved -0.5"]' "$(jq -c 'map(.name + " " + .state + " " + (.value | tostring))' "$out")"
expect_json '[]' objectos metrics alerts check --json
