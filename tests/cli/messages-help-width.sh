#!/bin/bash
# Help fits into 80 and into 40 columns, in every language; only what cannot be broken is longer.
. "$OBJECTOS_TESTS/lib.sh"

cat >check.py <<'PYTHON'
import sys, unicodedata
limit, page = int(sys.argv[1]), sys.argv[2]
columns = lambda text: sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
example = False
for line in sys.stdin.read().split("\n"):
    # In the examples commands are indented by two, what they do by six.
    if line and not line.startswith(" "):
        example = line in ("Examples", "示例")
    is_command = example and line.startswith("  ") and not line.startswith("   ")
    if columns(line) > limit and not (limit < 80 and is_command) and " " in line.strip():
        print(f"{page}: {columns(line)}: {line}")
    if line.strip()[:1] in "，。、；：）”！？" and line.strip():
        print(f"{page}: begins with punctuation: {line}")
PYTHON
bash "$OBJECTOS_TESTS/tools/help_pages.sh" "$objectos" >pages
(($(wc -l <pages) > 20)) || fail 'hardly any page'
for language in en zh; do
  for columns in 80 40; do
    while read -r page; do
      # shellcheck disable=SC2086 # words on purpose
      COLUMNS=$columns objectos --lang $language $page --help >help
      expect_nothing python3 check.py $columns "$language $page" <help
    done <pages
  done
done
