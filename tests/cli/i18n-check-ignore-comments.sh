#!/bin/bash
# A comment in a YAML file takes findings out of its line or of the next key; it needs a rule and a reason.
. "$OBJECTOS_TESTS/lib.sh"

mkdir locales
cat >locales/en.yml <<'YAML'
en:
  a: "A %{x}"
  b: "B %{x}"
  c: "C %{x}"
  d: "D %{x}"
  part:
    e: "E %{x}"
    f: "F %{x}"
  g: "G %{x}"
  h: "H %{x}"
YAML
cat >locales/de.yml <<'YAML'
de:
  a: "A %{y}" # objectos-ignore unknown-placeholder: old program
  # objectos-ignore *: the next key
  b: "B %{y}"
  c: "C %{y} # objectos-ignore unknown-placeholder: this is text"
  d: | # objectos-ignore unknown-placeholder: of the block
    D
    %{y}
    # objectos-ignore unknown-placeholder: this is text, too
  # objectos-ignore unknown-placeholder: of all below

  part:
    e: "E %{y}"
    f: "F %{y}"
  g: "G %{y}"
  h: "H
    %{y}" # objectos-ignore unknown-placeholder: of both lines
YAML
found() { { objectos i18n check --delimiters '%{,}' --rule dropped-placeholder=off "$@" --json || :; } | jq -r '.findings[] | .rule + ":" + .key' | paste -sd ' '; }
expect_same 'unknown-placeholder:c unknown-placeholder:g' "$(found)"
expect_same 'unknown-placeholder:c unknown-placeholder:g' "$(found locales/en.yml locales/de.yml)"
# One that ignores nothing, and ones that are not heeded.
cat >locales/de.yml <<'YAML'
de:
  a: "A %{x}" # objectos-ignore unknown-placeholder: it was so once
  b: "B %{y}" # objectos-ignore unknown-placeholder
  c: "C %{y}" # objectos-ignore: no rule
  d: "D %{y}" # objectos-ignore unknown-placehold: typo
  part:
    e: "E %{y}" # objectos-ignored unknown-placeholder: another word
    f: "F %{x}"
  g: "G %{x}"
  h: "H %{x}" # objectos-ignore unused-key: is not looked for
  # objectos-ignore sorted: is off
YAML
expect_status 1 objectos i18n check --delimiters '%{,}' --rule dropped-placeholder=off
expect_same 'locales/de.yml:2:15: warning: nothing is ignored by this [ignore-unused]
locales/de.yml:3:15: warning: an ignore needs a reason [ignore-unused]
locales/de.yml:4:15: warning: an ignore is written as # objectos-ignore RULE: reason [ignore-unused]
locales/de.yml:5:15: warning: there is no rule "unknown-placehold" [ignore-unused]' "$(grep ignore-unused "$out")"
expect_same 4 "$(grep -c 'unknown-placeholder\]$' "$out")"
