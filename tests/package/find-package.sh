#!/bin/bash
# A program finds the installed package with find_package, builds and runs.
. "$OBJECTOS_TESTS/lib.sh"

expect_status 0 cmake --install "$OBJECTOS_BUILD" --prefix "$test_dir/prefix"
expect_status 0 cmake -S "$OBJECTOS_TESTS/package/consumer" -B build -G Ninja -DCMAKE_PREFIX_PATH="$test_dir/prefix"
expect_status 0 cmake --build build
expect_status 0 build/consumer "$test_dir/consumer-state"
expect_err ''
expect_same 'consumer 1.5' "$(head -n 1 "$out")"
expect_status 0 grep -Eq '^usage [0-9]+\.[0-9]+\.[0-9]+$' "$out"
expect_out consumer "$test_dir/prefix/bin/objectos" storage get from --state-dir "$test_dir/consumer-state"
