#!/bin/bash
# An entry larger than the whole cache is status 3 and changes nothing.
. "$OBJECTOS_TESTS/lib.sh"

export OBJECTOS_CACHE_OPTIONS_MAX_BYTES=100
objectos cache set a small
objectos cache set b small
head -c 200 /dev/zero | tr '\0' x >large
expect_error 3 'the entry has 203 bytes, more than the whole cache may hold' objectos cache set a --file large
expect_json_error 3 data 'max_bytes is 100' objectos cache set a --file large --json
expect_out small objectos cache get a
expect_out small objectos cache get b
