#!/bin/bash
# Every translation has exactly the ids of en.json, the same placeholders, and no empty text.
. "$OBJECTOS_TESTS/lib.sh"

cat >check.py <<'PYTHON'
import json, re, sys
def flat(node, prefix=""):
    for key, value in node.items():
        if isinstance(value, dict):
            yield from flat(value, prefix + key + ".")
        else:
            yield prefix + key, value
english, other = (dict(flat(json.load(open(name, encoding="utf-8")))) for name in sys.argv[1:])
for key in sorted(set(english) ^ set(other)):
    print(key, "is missing" if key in english else "is no message")
for key in sorted(set(english) & set(other)):
    if not other[key].strip():
        print(key, "is empty")
    holes = lambda text: sorted(re.findall(r"\{\{.*?\}\}", text))
    if holes(english[key]) != holes(other[key]):
        print(key, "has other placeholders:", other[key])
    # Options and variables are typed as they are, in every language.
    words = lambda text: set(re.findall(r"--[a-z][a-z-]+|OBJECTOS_[A-Z_]+|\$\{NAME[^}]*\}", text))
    if words(english[key]) != words(other[key]):
        print(key, "names other options:", sorted(words(english[key]) ^ words(other[key])))
PYTHON
for file in "$OBJECTOS_TESTS"/../locales/*.json; do
  expect_nothing python3 check.py "$OBJECTOS_TESTS/../locales/en.json" "$file"
done
