#!/bin/bash
# Attachments are copied when the message is queued; one that is not there, or is no file, queues nothing.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

start_smtp_sink M
export OBJECTOS_NOTIFICATION_EMAIL_HOST=127.0.0.1 OBJECTOS_NOTIFICATION_EMAIL_PORT=$M_port OBJECTOS_NOTIFICATION_EMAIL_TLS=none
export OBJECTOS_NOTIFICATION_EMAIL_FROM=me@example.com
mail() { objectos notify send -c email -t you@example.com -s x -b x "$@"; }
expect_error 2 'gone.txt' mail -a gone.txt
expect_error 2 '' mail -a .
[[ ! -e $OBJECTOS_STATE_DIR ]] || fail 'a message was queued'

# Gone, or another, after that: the copy is sent.
echo first >report.txt
expect_nothing mail --queue -a report.txt
echo second >report.txt
expect_nothing mail --queue -a report.txt
rm report.txt
expect_nothing objectos notify flush
head -c 5000000 /dev/urandom >large.bin
expect_nothing mail -a large.bin
cat >read.py <<'P'
import email, email.policy, sys
mails = [email.message_from_binary_file(open(f"{sys.argv[1]}/{n}.mail", "rb"), policy=email.policy.default) for n in (1, 2, 3)]
files = [next(mail.iter_attachments()) for mail in mails]
assert sorted(f.get_content() for f in files[:2]) == ["first\n", "second\n"], [f.get_content() for f in files[:2]]
assert files[2].get_content() == open("large.bin", "rb").read()
P
expect_nothing python3 read.py "$M_mails"
