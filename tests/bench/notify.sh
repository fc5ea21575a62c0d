# shellcheck shell=bash
# Messages beside curl, msmtp, apprise and nodemailer, for run.sh.

# NAME COMMAND…: in the background; its first line of output is NAME_port.
start_sink() {
  "${@:2}" >"$1.port" 2>/dev/null &
  sinks+=($!)  # run.sh ends them
  until [[ -s $1.port ]]; do kill -0 $! && sleep 0.05; done
  printf -v "$1_port" %s "$(head -n 1 "$1.port")"
}

# The time of 1,000 queued mails that one flush sends, the best of five. Its process and all it reads are in it.
flush_seconds() {
  local best=999 begin took
  for _ in 1 2 3 4 5; do
    rm -rf outbox
    objectos_mail batch <mails.txt >/dev/null
    begin=$(date +%s.%N)
    objectos_mail notify flush "$@" || return
    took=$(calculate "$(date +%s.%N) - $begin" %.4f)
    if holds "$took < $best"; then best=$took; fi
  done
  echo "$best"
}
bare_seconds() {
  local best=999 begin took
  for _ in 1 2 3 4 5; do
    begin=$(date +%s.%N)
    "$build/bench/smtp_bench" bare "$plain_port" 1000 || return
    took=$(calculate "$(date +%s.%N) - $begin" %.4f)
    if holds "$took < $best"; then best=$took; fi
  done
  echo "$best"
}

bench_notify_webhook() {
  start_sink hook python3 "$source_dir/tests/tools/fake_http.py" status 200 ok
  local url=http://127.0.0.1:$hook_port/ apprise=()
  if command -v apprise >/dev/null; then
    apprise=(::: apprise -b '{"a":1}' "json://127.0.0.1:$hook_port/")
  fi
  measure "$runs" 5 ::: "$objectos" notify send -c webhook -t "$url" --data '{"a":1}' \
    ::: curl -s -o "$work/answer" -H 'Content-Type: application/json' --data-binary '{"a":1}' "$url" "${apprise[@]}"
  no_failures notify
  row_of_medians '`notify send`, a webhook' 1 curl 1.3
  if ((${#apprise[@]} > 0)); then row_of_medians '… beside apprise' 2 apprise 0.05; fi
  measure "$runs" 5 ::: "$objectos" notify send --queue -c webhook -t "$url" --data '{"a":1}' ::: "$objectos" storage set k v
  no_failures notify
  row_of_medians '`notify send --queue`' 1 '`storage set`' 1.3
}

# npm's smtp-server greets 100 ms late, so this is a sink of our own.
bench_notify_mail() {
  openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1,DNS:localhost \
    -keyout sink.key -out sink.pem 2>/dev/null
  start_sink secure python3 "$source_dir/tests/tools/smtp_sink.py" --tls sink --auth me:secret
  printf 'From: me@x.test\r\nTo: you@y.test\r\nSubject: Backup done\r\n\r\nAll is well.\r\n' >mail.eml
  printf 'user = "me:secret"\n' >curl.conf
  measure "$runs" 5 ::: env "OBJECTOS_NOTIFICATION_EMAIL_HOST=127.0.0.1" "OBJECTOS_NOTIFICATION_EMAIL_PORT=$secure_port" \
    "OBJECTOS_NOTIFICATION_EMAIL_CA=$PWD/sink.pem" OBJECTOS_NOTIFICATION_EMAIL_AUTH_USER=me OBJECTOS_NOTIFICATION_EMAIL_AUTH_PASS=secret \
    OBJECTOS_NOTIFICATION_EMAIL_FROM=me@x.test "$objectos" notify send -c email -t you@y.test -s 'Backup done' -b 'All is well.' \
    ::: env -u X curl -s --ssl-reqd --cacert sink.pem -K curl.conf --mail-from me@x.test --mail-rcpt you@y.test -T mail.eml \
    "smtp://127.0.0.1:$secure_port" \
    ::: env -u X sh -c "exec msmtp --host=127.0.0.1 --port=$secure_port --tls=on --tls-starttls=on --tls-trust-file=sink.pem --auth=plain \
      --user=me --passwordeval='echo secret' --from=me@x.test you@y.test <mail.eml"
  no_failures notify
  row_of_medians '`notify send`, a mail, STARTTLS and AUTH' 1 'curl' 1.3
  row_of_medians '… beside msmtp' 2 msmtp 0.3
}

bench_notify_bulk() {
  local ours one bare peer
  start_sink plain env NODE_PATH="$1/node_modules" node "$source_dir/tests/bench/mail_sink.cjs"
  python3 -c 'import json
for i in range(1000): print(json.dumps(["notify", "send", "--queue", "-c", "email", "-t", f"u{i}@y.test", "-s", f"Hello {i}", "-b", "All is well."]))' >mails.txt
  objectos_mail() {
    OBJECTOS_STATE_DIR=$PWD/outbox OBJECTOS_NOTIFICATION_EMAIL_HOST=127.0.0.1 OBJECTOS_NOTIFICATION_EMAIL_PORT=$plain_port \
      OBJECTOS_NOTIFICATION_EMAIL_TLS=none OBJECTOS_NOTIFICATION_EMAIL_FROM=me@x.test "$objectos" "$@"
  }
  bare=$(bare_seconds) one=$(flush_seconds -j 1) ours=$(flush_seconds)
  row '1,000 mails by `notify flush`' "$(calculate "1000 / $ours" %.0f)/s" "bare libcurl, one connection $(calculate "1000 / $bare" %.0f)/s" \
    "$(calculate "$bare / $ours")" '≥ 0.7' "$bare / $ours >= 0.7"
  row '… by one connection' "$(calculate "1000 / $one" %.0f)/s" "bare libcurl, one connection $(calculate "1000 / $bare" %.0f)/s" \
    "$(calculate "$bare / $one")" '' ''
  peer=$(NODE_PATH=$1/node_modules node "$source_dir/tests/bench/nodemailer.cjs" "$plain_port" 1000)
  row '1,000 mails by `notify flush`' "$(calculate "1000 / $ours" %.0f)/s" "nodemailer's pool $(calculate "1000 / $peer" %.0f)/s" \
    "$(calculate "$peer / $ours")" '≥ 4' "$peer / $ours >= 4"
}

bench_notify() {
  local npm=$work/mail-npm
  mkdir -p notify && cd notify || exit
  export OBJECTOS_STATE_DIR=$PWD/state
  bench_notify_webhook
  bench_notify_mail
  # Not in Debian: only where npm can fetch them.
  if npm install --silent --no-save --prefix "$npm" nodemailer@6 smtp-server@3 >/dev/null 2>&1; then bench_notify_bulk "$npm"; fi
  unset OBJECTOS_STATE_DIR
  cd ..
}
