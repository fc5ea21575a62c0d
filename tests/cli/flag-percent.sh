#!/bin/bash
# A share of the users is stable, and only grows.
. "$OBJECTOS_TESTS/lib.sh"

# Users that have the flag, of 100.
on() {
  for i in {1..100}; do printf 'flag get new --user user%s\n' "$i"; done | objectos batch |
    jq -r 'select(.result.value == true).id' | sort -n
}
objectos flag set new true --percent 20
on >at20
expect_same "$(on)" "$(cat at20)"
objectos flag set new true --percent 55.5%
on | sort >at55
(($(wc -l <at20) >= 8 && $(wc -l <at20) <= 32 && $(wc -l <at55) >= 40)) || fail 'not a fifth, or not a half'
expect_nothing comm -23 <(sort at20) at55
objectos flag set new true --percent 100
expect_same 100 "$(on | wc -l)"
expect_status 1 objectos flag get new
expect_stdout off
for bad in 101 -1 x '' 5x nan; do
  expect_error 2 'percent: a share is 0 to 100 percent|percent' objectos flag set new true "--percent=$bad"
done
expect_error 2 'not both' objectos flag set new true --percent 5 --user alice
