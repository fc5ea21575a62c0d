#!/bin/bash
# Whatever is in a key, bash reads a completed one as that key: outside of quotes and inside of both kinds.
. "$OBJECTOS_TESTS/lib.sh"

for code in {1..127}; do
  printf -v character '%b' "\\x$(printf %x "$code")"
  case $character in
    $'\t' | $'\n' | '') ;; # a newline is in no key; one with a tab is not offered
    *) printf '%s\n' "x${character}y" ;;
  esac
done | sort >keys
jq -Rc '["storage","set",.,"x"]' keys | objectos batch >/dev/null
expect_out 125 objectos storage count
for quote in '' "'" '"'; do
  objectos __complete bash -- "objectos storage get ${quote}x" '' | while IFS= read -r candidate; do
    eval "printf '%s\n' $quote$candidate$quote"
  done | sort >read-back
  expect_nothing cmp keys read-back
done
