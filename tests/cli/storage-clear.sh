#!/bin/bash
# `clear` empties the scope; without one everything but what the services built on storage keep.
. "$OBJECTOS_TESTS/lib.sh"

for key in a b app:k other:k lock:l ratelimit:r feature-flags:f sessions:s; do objectos storage set "$key" x; done
expect_error 2 '--yes' objectos storage clear
expect_error 2 '--yes' objectos storage clear --scope app
expect_out k objectos storage clear --scope app --dry-run
expect_out 8 objectos storage count
expect_json '{"deleted":1}' objectos storage clear --scope app --yes --json
expect_out 7 objectos storage count
expect_out $'a\nb\nother:k' objectos storage clear --dry-run
expect_json '{"deleted":3}' objectos storage clear --yes --json
expect_out $'feature-flags:f\nlock:l\nratelimit:r\nsessions:s' objectos storage keys
expect_json '{"deleted":1}' objectos storage clear --scope lock --yes --json
expect_json '{"deleted":0}' objectos storage clear --yes --json
