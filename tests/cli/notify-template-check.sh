#!/bin/bash
# notify template check finds mistakes with their places, and is exit status 1 then.
. "$OBJECTOS_TESTS/lib.sh"

export OBJECTOS_NOTIFICATION_TEMPLATES=templates
mkdir -p templates/partials
echo 'Hi {{user}}{{> foot}}' >templates/fine.text.hbs
echo 'foot' >templates/partials/foot.hbs
expect_nothing objectos notify template check
expect_json '[]' objectos notify template check --json

# A file whose name says nothing is used by nobody.
echo x >templates/fine.text.de.hbs
echo x >templates/partials/foot.note.hbs
echo x >templates/README
expect_status 1 objectos notify template check
expect_same 2 "$(grep -c ':1:1: nothing uses a file of this name' "$out")"
expect_nothing objectos notify template check fine
rm templates/fine.text.de.hbs templates/partials/foot.note.hbs

printf '{{#if a}}\n{{uper b}}{{/if}}' >templates/bad.en.text.hbs
printf '\n {{> gone}}' >templates/bad.de.text.hbs
echo x >templates/bad.de.subject.hbs
expect_status 1 objectos notify template check
place=$(sed -n 's,^\(.*templates/\)bad\.de\.text\.hbs.*,\1,p' "$out")
expect_stdout "${place}bad.de.text.hbs:2:2: there is no partial gone
${place}bad.en.text.hbs:1:1: there is no part subject in en, which other languages have
${place}bad.en.text.hbs:2:3: there is no helper uper (did you mean upper?)"
expect_err ''
expect_nothing objectos notify template check fine
expect_status 1 objectos notify template check bad --json
expect_same '["there is no partial gone",2,2]' "$(jq -c '.[0] | [.message, .line, .column]' "$out")"
expect_error 2 'no template other' objectos notify template check other

# Words in messages are translated as well.
echo '{{a b=}}' >templates/bad.text.hbs
expect_status 1 objectos --lang zh notify template check bad
expect_status 0 grep -q '这里应为 值，而不是 }}' "$out"
