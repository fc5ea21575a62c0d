#!/bin/bash
# notify template render fills the parts of a message, each in the nearest language.
. "$OBJECTOS_TESTS/lib.sh"

export OBJECTOS_NOTIFICATION_TEMPLATES=$PWD/templates OBJECTOS_I18N_LOCALES=$PWD/locales
mkdir -p templates/partials locales
echo 'Hi {{user}}' >templates/welcome.subject.hbs
echo 'Hallo {{user}}' >templates/welcome.de.subject.hbs
echo '<p>{{t "thanks" name=user}}</p>{{> foot}}' >templates/welcome.html.hbs
printf '{"text":"%s"}' '{{user}}' >templates/welcome.json.hbs
printf -- '-- %s' '{{upper user}}' >templates/partials/foot.hbs
echo '{"thanks":"Danke, {{name}}!"}' >locales/de.json
echo '{"thanks":"Thanks, {{name}}!"}' >locales/en.json

expect_out $'[subject]\nHi <A>\n[html]\n<p>Thanks, &lt;A&gt;!</p>-- &lt;A&gt;\n[json]\n{"text":"<A>"}' \
  objectos notify template render welcome --data '{"user":"<A>"}'
expect_out 'Hallo Ä' objectos notify template render welcome --part subject --locale de-AT --data '{"user":"Ä"}'
echo '{"user":"\"F\""}' >data.json
expect_out '{"text":"\"F\""}' objectos notify template render welcome --part json --data @data.json
expect_json '{"name":"welcome","parts":{"html":{"locale":null,"text":"<p>Danke, x!</p>-- X\n"}}}' \
  objectos notify template render welcome --part html --locale de --data - --json < <(echo '{"user":"x"}')
expect_out 'Hi ' objectos notify template render welcome --part subject
expect_error 3 'welcome\.subject\.hbs:1:6: "user" is not there' objectos notify template render welcome --strict

# Nothing that would be another header.
expect_error 3 'more than one line' objectos notify template render welcome --data '{"user":"a\r\nBcc: b@example.com"}'
expect_error 3 '--data:1:2: ' objectos notify template render welcome --data '{"}'
expect_error 2 'no template welcom' objectos notify template render welcom
expect_err 'did you mean welcome'
expect_error 2 'no template \.\./x' objectos notify template render ../x
expect_error 2 'no such part' objectos notify template render welcome --part sms
expect_error 2 'not a language tag' objectos notify template render welcome --locale ../de
expect_error 2 'data.txt' objectos notify template render welcome --data @data.txt
