#!/bin/bash
# CR, LF and NUL in any field, addresses that are none, options without use: refused before anything is queued.
. "$OBJECTOS_TESTS/lib.sh"

export OBJECTOS_NOTIFICATION_EMAIL_HOST=127.0.0.1 OBJECTOS_NOTIFICATION_EMAIL_PORT=9 OBJECTOS_NOTIFICATION_EMAIL_FROM=me@example.com
crlf=$'x\r\nBcc: evil@example.com'
mail() { objectos notify send -c email -t you@example.com -b x "$@"; }
hook() { objectos notify send -c webhook -t http://127.0.0.1:9/ --data '{}' "$@"; }
for newline in $'\n' $'\r' $'\r\n'; do
  expect_error 2 '' mail -s "a${newline}Bcc: evil@example.com"
  expect_error 2 '' mail -t "a@example.com>${newline}RCPT TO:<evil@example.com"
  expect_error 2 '' mail --cc "a@example.com${newline}"
  expect_error 2 '' mail --bcc "a${newline}@example.com"
  expect_error 2 '' mail --reply-to "a${newline} <b@example.com>"
  expect_error 2 '' mail --from "a${newline}b@example.com"
  expect_error 2 '' mail -H "X-A: b${newline}Bcc: evil@example.com"
  expect_error 2 '' mail -H "X-A${newline}Bcc: evil@example.com"
  : >"f${newline}.txt"
  expect_error 2 '' mail -a "f${newline}.txt"
  expect_error 2 '' hook -H "X-A: b${newline}X-B: c"
  expect_error 2 '' hook -t "http://127.0.0.1:9/a${newline}Host: evil"
  expect_error 2 '' objectos notify send -c slack -t "http://127.0.0.1:9/${newline}" -b x
  expect_error 2 '' objectos notify send -c sms -t "+1415555${newline}0100" -b x
  expect_error 2 '' objectos notify send -c inbox -t "a${newline}b" -b x
  expect_error 2 'idempotency key' hook -k "a${newline}b"
done
expect_error 2 '' mail -s "$crlf"
expect_error 2 '' mail -t 'no address'
expect_error 2 '' mail -t 'a@'
expect_error 2 'Bcc' mail -H 'Bcc: evil@example.com'
expect_error 2 'set by objectos' hook -H 'Content-Length: 3'
expect_error 2 'login is named by --auth' hook -H 'Authorization: Bearer abc'
expect_error 2 'send: auth: this is not the way to name a login' hook --auth bearer:literal-secret
expect_status 1 grep -q literal-secret "$err"
expect_error 2 'none of POST, PUT, PATCH' hook --method DELETE
expect_error 2 'no use for --html' bash -c 'echo x >h.html; objectos notify send -c webhook -t http://127.0.0.1:9/ --html h.html'
expect_error 2 '' objectos notify send -c webhook -t ftp://127.0.0.1/ --data 1
expect_error 3 'data:1:' objectos notify send -c webhook -t http://127.0.0.1:9/ --data '{'
for option in --subject --body --reply-to; do expect_error 3 'not valid UTF-8' objectos notify send -c email -t you@example.com "$option" $'a\xff'; done
expect_error 2 '' mail -a missing.txt
expect_error 2 'exclude each other' hook --now --queue
expect_error 2 '' hook --at tomorrow
expect_error 2 '--to is missing' objectos notify send -c email -b x
expect_error 2 '--channel is missing' objectos notify send -t a@example.com -b x
expect_error 2 'no target "ops"' objectos notify send -t @ops -b x
[[ ! -e $OBJECTOS_STATE_DIR/notification.db ]] || expect_nothing objectos notify queue list
