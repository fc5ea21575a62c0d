#!/bin/bash
# What is printed does not depend on how many threads there are.
. "$OBJECTOS_TESTS/lib.sh"

python3 - <<'PYTHON'
import json, os, random
random.seed(7)
os.mkdir("locales")
keys = [f"k{i}" for i in range(60)]
json.dump({k: f"Text {{{{n}}}} of {k}" for k in keys}, open("locales/en.json", "w"))
for a in "abcdefghijklmnop":
    for b in "aeo":
        json.dump({k: "T {{m}}" if random.random() < 0.5 else "T {{n}}" for k in keys if random.random() < 0.8},
                  open(f"locales/de-{a}{b}.json", "w"))
PYTHON
for format in text json sarif junit; do
  run objectos i18n check -j 1 --format $format
  cp "$out" one
  (($(wc -c <one) > 10000)) || fail "hardly a finding: $(cat "$err")"
  for jobs in 2 8; do
    run objectos i18n check -j $jobs --format $format
    expect_nothing cmp one "$out"
  done
done
