#!/bin/bash
# --since tells only of what has changed after a revision of git.
. "$OBJECTOS_TESTS/lib.sh"

command -v git >/dev/null || skip git
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
mkdir -p project/locales
cd project
printf '{"a": "A {{x}}", "b": "B {{x}}", "c": "C"}' >locales/en.json
printf '{"a": "A {{y}}", "b": "B {{x}}", "c": "C de"}' >locales/de.json
expect_error 2 'no revision' objectos i18n check --since HEAD
commit() { git add -A && git -c user.name=n -c user.email=e commit -qm "$1"; }
git init -q . && commit one
expect_status 1 objectos i18n check -q
expect_status 0 objectos i18n check -q --since HEAD
expect_stdout ''
printf '{"a": "A {{y}}", "b": "B {{z}}", "c": "C de"}' >locales/de.json
for revision in HEAD "$(git rev-parse HEAD)"; do
  expect_status 1 objectos i18n check -q --since "$revision" --rule dropped-placeholder=off
  expect_same 'unknown {{z}}: the source has {{x}}' "$(sed 's/^[^ ]* error: //; s/ \[.*//' "$out")"
done
# From a directory below, and by an absolute path.
(cd locales && expect_status 1 objectos i18n check -q --since HEAD .) || fail 'from below'
expect_status 1 objectos i18n check -q --since HEAD "$PWD/locales"
expect_same 1 "$(grep -c unknown-placeholder "$out")"
# A file that was not there is new as a whole.
commit two
cp locales/de.json locales/fr.json
expect_status 1 objectos i18n check -q --since HEAD -j 4
expect_same 'locales/fr.json' "$(cut -d : -f 1 "$out" | sort -u)"
expect_error 2 'no revision' objectos i18n check --since nosuch
expect_error 2 'no revision' objectos i18n check --since=--help
expect_error 2 'only a part' objectos i18n check --since HEAD --baseline new.json --update-baseline
# A git that is not there.
mkdir empty
expect_error 4 'git cannot be run' env PATH="$PWD/empty" "$objectos" i18n check --since HEAD
