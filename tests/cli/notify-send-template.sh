#!/bin/bash
# A message is made of a template: its parts by channel, its language, its data; what is missing is an error before it is queued.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_fake_http H --log calls status 200 ok
start_smtp_sink M --dir mails
mkdir mails templates locales
printf 'Welcome, {{name}}\n' >templates/welcome.subject.hbs
printf '{{t "hello" name=name}}\n{{#each items}}- {{this}}\n{{/each}}' >templates/welcome.text.hbs
printf 'Willkommen, {{name}}\n' >templates/welcome.de.subject.hbs
printf '<p>{{name}}</p>' >templates/welcome.html.hbs
printf '{"text": "Hello {{name}}"}' >templates/welcome.json.hbs
printf '{"hello":"Hello {{name}}"}' >locales/en.json
printf '{"hello":"Hallo {{name}}"}' >locales/de.json
export OBJECTOS_NOTIFICATION_EMAIL_HOST=127.0.0.1 OBJECTOS_NOTIFICATION_EMAIL_PORT=$M_port OBJECTOS_NOTIFICATION_EMAIL_TLS=none
export OBJECTOS_NOTIFICATION_EMAIL_FROM=me@example.com OBJECTOS_NOTIFICATION_TEMPLATES=$PWD/templates OBJECTOS_I18N_LOCALES=$PWD/locales

expect_nothing objectos notify send -c email -t you@example.com --template welcome --locale de --data '{"name":"Zoë <b>","items":[1,2]}'
cat >read.py <<'P'
import email, email.policy, sys
mail = email.message_from_file(open(sys.argv[1]), policy=email.policy.default)
print(mail["Subject"])
print(mail.get_body(("plain",)).get_content().strip())
print(mail.get_body(("html",)).get_content().strip())
P
expect_same $'Willkommen, Zoë <b>\nHallo Zoë <b>\n- 1\n- 2\n<p>Zoë &lt;b&gt;</p>' "$(python3 read.py mails/1.mail)"
# A subject of one's own wins; a webhook takes the part json.
expect_nothing objectos notify send -c email -t you@example.com --template welcome --data '{"name":"A"}' -s Other
expect_same Other "$(python3 read.py mails/2.mail | head -n 1)"
echo '{"name":"B \"x\""}' >data.json
expect_nothing objectos notify send -c webhook -t "$H_url" --template welcome --data @data.json
expect_same '{"text": "Hello B \"x\""}' "$(python3 -c 'import json; print(json.loads(open("calls").readline())["body"])')"

expect_error 2 '' objectos notify send -c email -t you@example.com --template nosuch
expect_error 2 '--locale: it is for --template' objectos notify send -c email -t you@example.com -b x --locale de
expect_error 2 'no part for the channel sms' env OBJECTOS_NOTIFICATION_SMS_ACCOUNT_SID=AC1 OBJECTOS_NOTIFICATION_SMS_FROM=+15005550006 \
  bash -c 'rm templates/welcome.text.hbs; objectos notify send -c sms -t +14155550100 --template welcome'
expect_error 3 'welcome' objectos notify send -c email -t you@example.com --template welcome --strict --data '{}'
expect_error 3 '' objectos notify send -c email -t you@example.com --template welcome --data '{"name":"a\nBcc: evil@example.com"}'
expect_same 3 "$(objectos notify queue list | wc -l)"
