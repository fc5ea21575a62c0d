#!/bin/bash
# English is in the program: no translation is looked for, not even for an error.
. "$OBJECTOS_TESTS/lib.sh"

command -v strace >/dev/null || skip strace
objectos storage set key value
opened() { strace -f -e trace=openat,open,stat,access,newfstatat -o trace "$@"; }
for locale in C.UTF-8 en_US.UTF-8 C POSIX ''; do
  expect_out value opened env LC_ALL= LANG="$locale" objectos storage get key
  expect_no grep locales trace
  expect_error 2 '' opened env LC_ALL= LANG="$locale" objectos storage nosuch
  expect_no grep locales trace
done
expect_out value opened env LANG=zh_CN.UTF-8 objectos storage get key
expect_no grep locales trace
expect_error 2 '' opened env LC_ALL= LANG=zh_CN.UTF-8 objectos storage nosuch
expect_status 0 grep -q locales/zh.json trace
