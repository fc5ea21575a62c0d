#!/bin/bash
# A flag that somebody wrote by hand, wrongly, is an error with its place, not off.
. "$OBJECTOS_TESTS/lib.sh"

objectos storage set flag/f '{"state":"ENABLED","variants":{"on":true},"defaultVariant":"of"}' --scope feature-flags --as json
expect_error 3 'flag f:1:60: "defaultVariant" is the name of a variant' objectos flag get f
objectos storage set flag/f '{"state":"ENABLED","variants":{"on":true},"targeting":{"iff":[1]}}' --scope feature-flags --as json
expect_error 3 'flag f:1:56: there is no operator "iff"; did you mean "if"' objectos flag get f
objectos storage set flag/f '{"state":"ENABLED","variants":{"on":true},"targeting":{"cat":["of"]}}' --scope feature-flags --as json
expect_json_error 3 data 'flag f: its rule names "of", which is none of its variants' objectos flag get f --json
expect_nothing objectos flag set f true
expect_out on objectos flag get f
