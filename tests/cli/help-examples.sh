#!/bin/bash
# The examples of the help work as they are printed, one after the other: none is a usage error.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

bash "$OBJECTOS_TESTS/tools/help_pages.sh" "$objectos" >pages
while read -r page; do
  # shellcheck disable=SC2086 # words on purpose
  objectos $page --help | sed -n '/^Examples$/,/^$/s/^  \([^ ]\)/\1/p'
done <pages | awk '!seen[$0]++' >examples
(($(wc -l <examples) > 30)) || fail 'hardly any example'
# What the examples find there.
mkdir -p ~/.config/fish/completions
echo secret >token.txt
echo '{"name":"a","value":"1"}' >items.json
echo '{}' >objectos.json
echo '{"key":"a","value":1}' >defaults.ndjson
echo '{"flags":{}}' >flags.json
mkdir -p templates
echo '<p>{{name}}</p>' >templates/welcome.html.hbs
for script in backup deploy mail call rates status report pack; do echo true >$script.sh; done
echo line >big.log
start_fake_http F status 200 ''
start_smtp_sink M
export OBJECTOS_NOTIFICATION_EMAIL_HOST=127.0.0.1 OBJECTOS_NOTIFICATION_EMAIL_PORT=$M_port OBJECTOS_NOTIFICATION_EMAIL_TLS=none
export OBJECTOS_NOTIFICATION_EMAIL_FROM=me@example.com HOOK=$F_url/hook KEY=secret
export OBJECTOS_NOTIFICATION_TARGETS='{"ops":{"channel":"email","to":"ops@example.com"}}'
printf 'To: ops@example.com\nSubject: report\n\nall well\n' >report.eml
printf 'X-Hub-Signature-256: sha256=%s\n' "$(printf '{}' | openssl dgst -sha256 -hmac secret -r | cut -d' ' -f1)" >h
printf '{}' >body
id=$(objectos notify send -c inbox -t alice -b hello --json | sed 's/.*"id":"\([^"]*\)".*/\1/')
export id
export TOKEN=secret
export HOSTNAME=host OBJECTOS_FENCE=1 token=1 GATEWAY=$F_url
objectos storage set first x --state-dir old
objectos storage copy --from sqlite:old/storage.db --to sqlite:old.db
while IFS= read -r example; do
  asserted
  bash -n <<<"$example" || fail "no shell command: $example"
  # On a port that is free.
  [[ $example != 'objectos serve'* ]] || example="${example/ --listen 0.0.0.0:9464/} --listen 127.0.0.1:0"
  if [[ $example == 'objectos serve'* || $example == 'objectos metrics watch'* || $example == 'objectos notify worker'* ]]; then # it is ended as a person would: once, not with its group again
    example="timeout --foreground --preserve-status 1 bash -c ${example@Q}"
    example=${example/"'objectos"/"'exec objectos"}
  fi
  run bash -c "fpath=(\"\$PWD\" \"\$PWD\"); $example"
  [[ $status == [01] ]] || fail "exit status $status from: $example
$(cat "$err")"
  ! grep -q 'objectos:' "$err" || fail "a complaint from: $example
$(cat "$err")"
done <examples
