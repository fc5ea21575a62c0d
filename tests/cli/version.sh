#!/bin/bash
# `--version` names the version; with --json also modules and libraries.
. "$OBJECTOS_TESTS/lib.sh"

expect_status 0 objectos --version
expect_err ''
[[ $(cat "$out") =~ ^objectos\ [0-9]+\.[0-9]+\.[0-9]+$ ]] || unexpected stdout 'objectos N.N.N' "$(cat "$out")"
version=$(cut -d ' ' -f 2 <"$out")
expect_status 0 objectos --version --json
expect_err ''
expect_same "$version" "$(jq -r .version <"$out")"
expect_status 0 jq -e '.modules and .libraries' "$out"
