#!/bin/bash
# One user's value comes before what the others have.
. "$OBJECTOS_TESTS/lib.sh"

objectos flag set beta false
expect_nothing objectos flag set beta true --user alice
expect_out on objectos flag get beta --user alice
expect_json '{"flag":"beta","variant":"on","value":true,"reason":"TARGETING_MATCH"}' objectos flag get beta -u alice --json
expect_status 1 objectos flag get beta --user bob
expect_stdout off
expect_nothing objectos flag set beta false
expect_out on objectos flag get beta --user alice
expect_json '{"deleted":1}' objectos flag delete beta --user alice --json
expect_status 1 objectos flag get beta --user alice
expect_stdout off
objectos flag set beta true --user alice
objectos flag delete beta
expect_no objectos flag get beta --user alice
expect_error 2 'user must not be empty' objectos flag set beta true --user ''
