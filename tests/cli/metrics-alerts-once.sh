#!/bin/bash
# Of many checks at the same time one tells.
. "$OBJECTOS_TESTS/lib.sh"

export OBJECTOS_METRICS_ALERTS='[{"name":"high","metric":"depth","op":">","threshold":0},
  {"name":"grown","metric":"hits","increase":"1h","op":">","threshold":-1}]'
expect_nothing objectos metrics inc hits
for round in {1..5}; do
  expect_nothing objectos metrics set depth 1 -l "round=$round"
  for process in {1..8}; do
    (objectos metrics alerts check >"told.$round.$process" 2>"failed.$round.$process" || [[ $? == 1 ]]) &
  done
  wait
done
expect_same '' "$(cat failed.*)"
expect_same $'grown\nhigh{round="1"}\nhigh{round="2"}\nhigh{round="3"}\nhigh{round="4"}\nhigh{round="5"}' \
  "$(cat told.* | cut -f 2 | sort)"
