#!/bin/bash
# A prefix ends behind its last character, whatever comes after that: surrogates, or nothing.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_postgres pg
export OBJECTOS_STORAGE_URL=$pg_url
for key in A B z $'\x7f' $'\u0080' $'\u07ff' $'\u0800' $'\ud7ff' $'\ue000' $'\uffff' $'\U10000' $'\U10ffff'; do
  printf '%s\n' "$key" "$key!" >>all
done
LC_ALL=C sort all >sorted
while IFS= read -r key; do jq -nc --arg key "$key" '{$key, value: 1}'; done <all | objectos storage import
expect_nothing diff <(objectos storage keys) sorted
while IFS= read -r key; do
  if [[ $key == *! ]]; then expect_out "$key" objectos storage keys "$key*"; else
    expect_out "$key"$'\n'"$key!" objectos storage keys "$key*"
  fi
done <all
expect_nothing diff <(objectos storage keys --after "$(sed -n 6p sorted)") <(tail -n +7 sorted)
expect_nothing objectos storage keys $'\xff*'
