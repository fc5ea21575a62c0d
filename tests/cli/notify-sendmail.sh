#!/bin/bash
# sendmail(8) as cron and others call it: the message is queued, and flush sends it.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

mkdir mails
start_smtp_sink M --dir mails
export OBJECTOS_NOTIFICATION_EMAIL_HOST=127.0.0.1 OBJECTOS_NOTIFICATION_EMAIL_PORT=$M_port OBJECTOS_NOTIFICATION_EMAIL_TLS=none
export OBJECTOS_NOTIFICATION_EMAIL_FROM='Cron <cron@host.example.com>'
to() { python3 -c 'import json, sys; print(" ".join(sorted(json.load(open("mails/%s.json" % sys.argv[1]))["to"])))' "$1"; }

# Debian's cron.
cron() { objectos notify sendmail -FCronDaemon -i -B8BITMIME -oem root; }
expect_nothing cron <<'M'
From: root (Cron Daemon)
To: root
Subject: Cron <root@host> backup.sh
MIME-Version: 1.0
Content-Type: text/plain; charset=UTF-8
Auto-Submitted: auto-generated
X-Cron-Env: <SHELL=/bin/sh>

tar: Größe
.
after a dot
M
expect_same '' "$(ls mails)"
expect_nothing objectos notify flush
expect_same root@host.example.com "$(to 1)"
expect_same 'Cron <root@host> backup.sh' "$(python3 -c 'import email, email.policy
mail = email.message_from_binary_file(open("mails/1.mail", "rb"), policy=email.policy.default)
assert mail.get_content().splitlines() == ["tar: Größe", ".", "after a dot"], mail.get_content()
assert mail["Message-ID"] and mail["Date"] and mail["Auto-Submitted"] == "auto-generated"
print(mail["Subject"])')"

# Recipients of the message; Bcc is of the envelope alone.
printf 'To: a@example.com,\n b@example.com\nCc: C <c@example.com>\nBcc: d@example.com\nSubject: x\n\nbody\n' >m.eml
expect_nothing objectos notify sendmail -t -f sender@example.com <m.eml
expect_nothing objectos notify flush
expect_same 'a@example.com b@example.com c@example.com d@example.com' "$(to 2)"
expect_status 1 grep -q '[ ,:<]d@example.com' mails/2.mail # a Message-ID may end in d
expect_same sender@example.com "$(python3 -c 'import json; print(json.load(open("mails/2.json"))["from"])')"

expect_error 2 'no recipient' bash -c 'objectos notify sendmail <m.eml'
expect_error 2 '' bash -c 'objectos notify sendmail -t </dev/null'
expect_error 2 '' bash -c 'objectos notify sendmail "a@example.com>
RCPT TO:<evil@example.com" <m.eml'
expect_error 3 '' bash -c 'printf "To: no address at all <\n\nx" | objectos notify sendmail -t'
