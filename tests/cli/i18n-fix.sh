#!/bin/bash
# i18n fix mends files in the bytes that are wrong; --dry-run shows the same as a diff that patch reads.
. "$OBJECTOS_TESTS/lib.sh"

mkdir locales
printf '{\n  "a": "Hi {{name}}",\n  "b": "one",\n  "c": {\n    "d": "two"\n  }\n}\n' >locales/en.json
printf '{\r\n    "a": "Hallo {name} ",\r\n    "old": "x"\r\n}' >locales/de.json
printf 'a: "Salut {{name}}" # ici\nb: no\n\n# fin\nc:\n  d: deux\n' >locales/fr.yml
cp -r locales before
expect_status 0 objectos i18n fix --dry-run
cp "$out" diff
diff -r before locales || fail 'a dry run changed something'
grep -qF '\ No newline at end of file' diff || fail 'the diff does not tell of the missing newline'
expect_out 'locales/de.json	4
locales/fr.yml	1' objectos i18n fix
cp -r before patched
(cd patched && patch --binary -s -p1 <../diff)
diff -r patched locales || fail 'the diff says something else'
expect_same $'{\r\n    "a": "Hallo {{name}}",\r\n    "b": "one",\r\n    "c": {\r\n        "d": "two"\r\n    },\r\n    "old": "x"\r\n}' "$(cat locales/de.json)"
expect_same $'a: "Salut {{name}}" # ici\nb: "no"\n\n# fin\nc:\n  d: deux' "$(cat locales/fr.yml)"
expect_nothing objectos i18n fix
expect_nothing objectos i18n fix --dry-run

expect_json '{"files":[{"file":"locales/de.json","fixed":1}],"refused":[]}' objectos i18n fix --rule extra-key --json
expect_error 2 '^objectos: i18n fix: html-mismatch cannot be mended' objectos i18n fix --rule html-mismatch
expect_error 2 'did you mean extra-key' objectos i18n fix --rule extra-keys

# Keys in order, in the source too; each with its comments.
rm -r locales
mkdir locales
printf 'b: one\n# of a\na: {d: "1", c: two}\n' >locales/en.yml
printf '{"b": "eins", "a": {"c": "zwei", "d": "1"}}' >locales/de.json
expect_status 1 objectos i18n check -q --rule sorted=error
expect_out $'locales/de.json\t1\nlocales/en.yml\t2' objectos i18n fix --rule sorted
expect_same $'# of a\na: {c: two, d: "1"}\nb: one' "$(cat locales/en.yml)"
expect_same '{"a": {"c": "zwei", "d": "1"}, "b": "eins"}' "$(cat locales/de.json)"
expect_nothing objectos i18n fix --rule sorted
expect_nothing objectos i18n check -q --rule sorted=error
