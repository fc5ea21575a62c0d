#!/bin/bash
# A program takes the sources into its own build with add_subdirectory; neither the binary nor tests come along.
. "$OBJECTOS_TESTS/lib.sh"

expect_status 0 cmake -S "$OBJECTOS_TESTS/package/consumer" -B build -G Ninja -DOBJECTOS_SOURCE="$OBJECTOS_TESTS/.." \
  -DCMAKE_BUILD_TYPE=Debug
expect_status 0 cmake --build build
expect_status 0 build/consumer "$test_dir/consumer-state"
expect_err ''
expect_no test -e build/bin/objectos
expect_bytes '' find . -name 'objectos_*_tests'
