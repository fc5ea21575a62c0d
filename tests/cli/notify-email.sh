#!/bin/bash
# Mail over STARTTLS with a login: what the server gets, what a recipient it refuses costs the others, what --dry-run shows.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

make_certificates certs
mkdir mails
start_smtp_sink M --dir mails --log commands --tls certs/server --auth 'me:pass word #?%@' rcpt:bad@example.com='550 no such user' \
  rcpt:slow@example.com='451 come back*1'
export PASS='pass word #?%@'
cat >config.json <<C
{"notification": {"email": {"host": "127.0.0.1", "port": $M_port, "ca": "certs/ca.pem", "auth": {"user": "me", "pass": "\${PASS}"},
  "from": "Backup <me@example.com>"}}}
C
chmod 600 config.json
export OBJECTOS_CONFIG=$PWD/config.json
printf 'GIF89a\001' >dot.gif
printf '%s\n' '<p>Hello <b>Zoë</b> <img src="cid:dot.gif"></p>' >page.html
printf 'a,b\n1,2\n' >'Zahlen für März.csv'

mail() {
  objectos notify send -c email -t 'Zoë <zoe@example.com>' -t ops@example.com --cc cc@example.com --bcc secret@example.com \
    --reply-to help@example.com -s 'Grüße ✓' --html page.html -a dot.gif -a 'Zahlen für März.csv' -H 'X-Job: nightly' "$@"
}
expect_nothing mail
cat >read.py <<'P'
import email, email.policy, json, sys
mail = email.message_from_binary_file(open("mails/1.mail", "rb"), policy=email.policy.default)
about = json.load(open("mails/1.json"))
assert sorted(about["to"]) == ["cc@example.com", "ops@example.com", "secret@example.com", "zoe@example.com"], about
assert about["from"] == "me@example.com" and about["user"] == "me" and about["tls"], about
assert mail["Subject"] == "Grüße ✓" and mail["From"].addresses[0].display_name == "Backup"
assert [str(a) for a in mail["To"].addresses] == ["Zoë <zoe@example.com>", "ops@example.com"], mail["To"]
assert mail["Cc"] == "cc@example.com" and mail["Reply-To"] == "help@example.com" and mail["X-Job"] == "nightly"
assert mail["Auto-Submitted"] == "auto-generated" and mail["Date"] and mail["Message-ID"].endswith("@example.com>")
assert b"secret@example.com" not in open("mails/1.mail", "rb").read()
assert "Hello Zoë" in mail.get_body(("plain",)).get_content()
assert "<b>Zoë</b>" in mail.get_body(("html",)).get_content()
images = [part for part in mail.walk() if part.get_content_type() == "image/gif"]
assert images[0]["Content-ID"] == "<dot.gif>" and images[0].get_content() == b"GIF89a\1"
files = [part for part in mail.iter_attachments() if part.get_filename() == "Zahlen für März.csv"]
assert files[0].get_content().replace("\r\n", "\n") == "a,b\n1,2\n"
P
expect_status 0 python3 read.py
# --dry-run prints what the server gets, but for id, date and the boundaries made of them.
plain() { sed -E 's/^(Message-ID|Date): .*/\1/; s/[0-9a-z]{17}@example.com/ID/'; }
objectos notify send -c email -t zoe@example.com -s Hello -b $'one\n.dot' --dry-run >preview
expect_nothing objectos notify send -c email -t zoe@example.com -s Hello -b $'one\n.dot'
expect_same "$(sed '1,/^DATA/d; $d' preview | sed 's/^\.\././' | plain)" "$(plain <mails/2.mail)"

# One recipient is refused, one is to come back later, one has the mail.
expect_status 6 objectos notify send -c email -t zoe@example.com -t bad@example.com -t slow@example.com -s Hello -b x --json
expect_same 'sent ok 250, dead permanent 550, retrying transient 451' "$(python3 -c 'import json, sys
print(", ".join(" ".join([r["state"], str(r["class"]), str(r["code"])]) for r in json.load(open(sys.argv[1]))["results"]))' "$out")"
first=$(sed -n 's/^Message-ID: //p' mails/3.mail)
expect_status 0 objectos notify queue retry --state retrying
expect_json '{"sent":1,"retrying":0,"dead":0,"left":0}' objectos notify flush --json
expect_same "$first" "$(sed -n 's/^Message-ID: //p' mails/4.mail)"
expect_same '["slow@example.com"]' "$(python3 -c 'import json; print(json.dumps(json.load(open("mails/4.json"))["to"]))')"

expect_status 1 grep -rqaF 'pass word' "$OBJECTOS_STATE_DIR"

# A wrong password: nothing is lost, no try is counted, and the next try is when it is mended.
PASS=wrong-password expect_status 5 objectos notify send -c email -t zoe@example.com -s Later -b x -vv
expect_err '535'
expect_status 1 grep -q -e wrong-password "$err"
id=$(objectos notify queue list --state queued | cut -f 1)
# What waits for a mend does not wait in silence.
expect_status 5 objectos notify flush --json
expect_same '{"sent":0,"retrying":0,"dead":0,"left":1}' "$(cat "$out")"
expect_err 'nothing goes to smtp:127.0.0.1:.*535'
PASS=wrong-password expect_status 5 objectos notify test email
expect_nothing objectos notify test email
expect_json '{"sent":1,"retrying":0,"dead":0,"left":0}' objectos notify flush --json
expect_same 'sent 1' "$(objectos notify queue show "$id" --json | python3 -c 'import json, sys
d = json.load(sys.stdin)
print(d["state"], d["attempts"])')"
# A certificate that nobody vouches for, and a server that offers no STARTTLS: our set-up, and nothing of the mail goes out.
count=$(find mails -name '*.mail' | wc -l)
OBJECTOS_NOTIFICATION_EMAIL_CA=$PWD/certs/other-ca.pem expect_status 5 objectos notify send -c email -t zoe@example.com -s x -b x
start_smtp_sink N --dir mails
OBJECTOS_NOTIFICATION_EMAIL_PORT=$N_port expect_status 5 objectos notify send -c email -t zoe@example.com -s x -b x
expect_same "$count" "$(find mails -name '*.mail' | wc -l)"
expect_status 1 grep -rqaF wrong-password "$OBJECTOS_STATE_DIR"
