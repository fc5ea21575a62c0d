#!/bin/bash
# An installation may be moved: the program still finds what belongs to it, and programs still build against it.
. "$OBJECTOS_TESTS/lib.sh"

expect_status 0 cmake --install "$OBJECTOS_BUILD" --prefix "$test_dir/first"
mkdir "$test_dir/else where"
mv "$test_dir/first" "$test_dir/else where/second"
prefix="$test_dir/else where/second"
expect_nothing "$prefix/bin/objectos" storage set key x
expect_out x "$prefix/bin/objectos" storage get key
expect_status 2 "$prefix/bin/objectos" --lang en storage get
cp "$err" english
expect_status 2 "$prefix/bin/objectos" --lang zh storage get
expect_no cmp -s english "$err"
ln -s "$prefix/bin/objectos" link
expect_status 2 ./link --lang zh storage get
expect_no cmp -s english "$err"
expect_status 0 cmake -S "$OBJECTOS_TESTS/package/consumer" -B build -G Ninja -DCMAKE_PREFIX_PATH="$prefix"
expect_status 0 cmake --build build
expect_status 0 build/consumer "$test_dir/consumer-state"
