#!/bin/bash
# help_pages.sh OBJECTOS: the words in front of --help for every page of help: an empty line, the groups, the verbs.
set -euo pipefail
commands() { sed -n '/^Commands$/,/^$/s/^  \([a-z][a-z-]*\( [a-z][a-z-]*\)*\)  .*/\1/p'; }
echo
"$1" --help | commands | while read -r group; do
  echo "$group"
  "$1" "$group" --help | commands | while read -r verb; do echo "$group $verb"; done
done
