#!/bin/bash
# Every public header compiles alone.
. "$OBJECTOS_TESTS/lib.sh"

expect_status 0 cmake --install "$OBJECTOS_BUILD" --prefix "$test_dir/prefix"
for header in "$test_dir"/prefix/include/objectos/*.hpp; do
  echo "#include <objectos/${header##*/}>" >one.cpp
  expect_nothing g++ -std=c++20 -Wall -Wextra -Wpedantic -Werror -fsyntax-only -I "$test_dir/prefix/include" one.cpp
done
