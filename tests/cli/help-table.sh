#!/bin/bash
# Every command has a summary, a description and an example; every option and argument says what it is for; and
# the manual has all of them.
. "$OBJECTOS_TESTS/lib.sh"

cat >check.py <<'PYTHON'
import json, re, sys
texts = json.load(open("texts.json", encoding="utf-8"))
page = sys.argv[1]
group, _, verb = page.partition(" ")
lines = open("help", encoding="utf-8").read().split("\n")
sections, name = {}, ""
for line in lines:
    if line and not line.startswith(" ") and line in ("Arguments", "Options", "Options everywhere", "Examples", "Environment", "Exit status", "Commands", "More"):
        name = line
    else:
        sections.setdefault(name, []).append(line)
faults = []
is_command = bool(verb) or "Commands" not in sections
if page and is_command:
    id = "help." + group + ("." + verb.replace(" ", "_") if verb else "")
    for part, least in (("summary", 8), ("description", 12), ("example_1", 5)):
        if len(texts.get(f"{id}.{part}", "")) < least:
            faults.append("no " + part)
    if not texts.get(f"{id}.summary", ".")[-1].isalnum():
        faults.append("the summary ends with punctuation")
    if not texts.get(f"{id}.description", "").endswith("."):
        faults.append("the description ends without a full stop")
    if not any(line.startswith("  ") for line in sections.get("Examples", [])):
        faults.append("no example is shown")
    manual = open("manual", encoding="utf-8").read().replace("\\-", "-")
    for section in ("Arguments", "Options"):
        for line in sections.get(section, []):
            term = re.match(r"  (\S.*?)(?:  |$)", line)
            if term is None:
                continue
            for option in re.findall(r"--?([a-z0-9][a-z-]*)", term[1]):
                if f"Fl {option}" not in manual:
                    faults.append(f"the manual lacks {option}")
for name in ("Arguments", "Options", "Options everywhere", "Commands", "Environment", "Exit status"):
    rows = sections.get(name, [])
    for i, line in enumerate(rows):
        # A term stands alone only if its text begins on the next line.
        if re.match(r"  \S", line) and not re.match(r"  \S.*?  +\S", line) and not re.match(r" {6,}\S", (rows + [""])[i + 1]):
            faults.append("nothing explains" + line)
for key, text in texts.items():
    if key.startswith("help.") and not text.strip():
        faults.append(key + " is empty")
for fault in faults:
    print(page + ": " + fault)
PYTHON
objectos __messages >texts.json
bash "$OBJECTOS_TESTS/tools/help_pages.sh" "$objectos" >pages
(($(wc -l <pages) > 20)) || fail 'hardly any page'
while read -r page; do
  # shellcheck disable=SC2086 # words on purpose
  objectos $page --help >help
  objectos __manual "objectos${page:+-${page%% *}}" >manual
  expect_nothing python3 check.py "$page"
done <pages
