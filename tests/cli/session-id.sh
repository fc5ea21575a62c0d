#!/bin/bash
# What has not the form of an id is a usage error; a forged one is as gone as any other.
. "$OBJECTOS_TESTS/lib.sh"

forged=0123456789abcdef0123456789abcdef01234567
for verb in get destroy 'set {}'; do
  # shellcheck disable=SC2086 # words on purpose
  set -- $verb
  for bad in x '' "${forged}8" "${forged^^}" '../../etc/passwd'; do
    expect_error 2 'this is no session id' objectos session "$1" "$bad" "${@:2}"
    expect_error 2 'this is no session id' objectos session "$1" - "${@:2}" <<<"$bad"
  done
done
expect_no objectos session get "$forged"
expect_no objectos session set "$forged" '{}'
expect_nothing objectos session destroy "$forged"
expect_no test -e "$OBJECTOS_STATE_DIR"
expect_error 2 'cannot both come from standard input' objectos session set - -
printf 'session get -\n' >commands
expect_status 6 objectos batch <commands
expect_status 0 grep -q 'standard input holds the commands' "$out"
expect_error 3 'data:1:1: a JSON value is expected' objectos session set "$forged" x
