#!/bin/bash
# kill -9 at any system call of send, of flush and of worker, then the same again: nothing is lost. Mail and webhooks may come twice only
# after their body has begun, under the same id; an SMS never does.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

command -v strace >/dev/null || skip strace
strace -o /dev/null true 2>/dev/null || skip 'the right to trace'
mkdir mails
start_smtp_sink M --dir mails
start_fake_http H --log calls status 200 ok
start_fake_http T --log texts status 201 '{"sid":"SM1"}'
export OBJECTOS_NOTIFICATION_EMAIL_HOST=127.0.0.1 OBJECTOS_NOTIFICATION_EMAIL_PORT=$M_port OBJECTOS_NOTIFICATION_EMAIL_TLS=none
export OBJECTOS_NOTIFICATION_EMAIL_FROM=me@example.com
export OBJECTOS_NOTIFICATION_SMS_ENDPOINT=$T_url OBJECTOS_NOTIFICATION_SMS_ACCOUNT_SID=AC1 OBJECTOS_NOTIFICATION_SMS_AUTH_TOKEN=tok-1234567 \
  OBJECTOS_NOTIFICATION_SMS_FROM=+15005550006
: >calls
: >texts

email() { objectos notify send -c email -t you@example.com -s "run $1" -b x -k "run $1" "${@:2}"; }
webhook() { objectos notify send -c webhook -t "$H_url" --data "{\"run\":\"$1\"}" -k "run $1" "${@:2}"; }
sms() { objectos notify send -c sms -t +14155550100 -b "run $1" -k "run $1" "${@:2}"; }
export -f email webhook sms
export H_url
# What the servers have of a run: how often, and under how many ids.
email_seen() { cat mails/*.mail 2>/dev/null | tr -d '\r' | awk -v run="Subject: run $1" '/^Message-ID/ {id = $0} $0 == run {s = 1} /^$/ {if (s) print id; s = 0}'; }
webhook_seen() { python3 -c 'import json, sys
for line in open("calls"):
    call = json.loads(line)
    if call["body"] == json.dumps({"run": sys.argv[1]}, separators=(",", ":")):
        print({name.lower(): value for name, value in call["headers"].items()}["webhook-id"])' "$1"; }
sms_seen() { grep -c "Body=run%20${1// /%20}\"" texts || :; }

# The N-th call of these of the process and its threads is its last.
killed() { # CALLS N COMMAND…
  strace -f -qq -o /dev/null -e trace="$1" -e inject="$1":signal=KILL:when="$2" bash -c 'exec "$@"' - "${@:3}" >/dev/null 2>&1 || :
} 2>/dev/null
# The same of a worker, which ends by itself only so: one that is still there when nothing waits is asked to.
worker_killed() { # CALLS N
  local tracer worker
  strace -f -qq -o /dev/null -e trace="$1" -e inject="$1":signal=KILL:when="$2" "$objectos" notify worker >/dev/null 2>&1 &
  tracer=$!
  is_over() { ! kill -0 "$tracer" 2>/dev/null || [[ $(objectos notify queue stats --json | jq '.queued + .retrying') == 0 ]]; }
  wait_until is_over
  worker=$(pgrep -P "$tracer" || :)
  [[ -z $worker ]] || kill -TERM "$worker" 2>/dev/null || :
  wait "$tracer" || :
} 2>/dev/null
check() { # CHANNEL RUN
  local ids
  case $1 in
    sms)
      local count
      count=$(sms_seen "$2")
      ((count <= 1)) || fail "$2: the SMS came $count times"
      if ((count == 0)); then # not lost: it is known that nobody knows
        [[ $(objectos notify queue list --state unknown --channel sms | wc -l) -gt $unknown ]] || fail "$2: the SMS is lost"
        unknown=$((unknown + 1))
      fi
      ;;
    *)
      ids=$("$1_seen" "$2")
      [[ -n $ids ]] || fail "$2: the $1 is lost"
      (($(wc -l <<<"$ids") <= 2)) || fail "$2: the $1 came more than twice"
      (($(sort -u <<<"$ids" | wc -l) == 1)) || fail "$2: the $1 came under two ids"
      ;;
  esac
  asserted
}

unknown=0
numbers='1 2 4 8 13'
if [[ -n ${KILL_ALL-} ]]; then numbers=$(seq 1 40); fi
for channel in email webhook sms; do
  for calls in fdatasync pwrite64 connect,sendto,sendmsg,write,writev; do
    for n in $numbers; do
      run="$channel ${calls%%,*} $n send"
      killed "$calls" "$n" bash -c '"$@"' - "$channel" "$run"
      "$channel" "$run" >/dev/null 2>&1 || :
      objectos notify flush >/dev/null 2>&1 || :
      check "$channel" "$run"
      run="$channel ${calls%%,*} $n flush"
      "$channel" "$run" --queue
      killed "$calls" "$n" objectos notify flush
      objectos notify flush >/dev/null 2>&1 || :
      check "$channel" "$run"
      run="$channel ${calls%%,*} $n worker"
      "$channel" "$run" --queue
      worker_killed "$calls" "$n"
      objectos notify flush >/dev/null 2>&1 || :
      check "$channel" "$run"
    done
  done
done
expect_same 0 "$(objectos notify queue stats --json | python3 -c 'import json, sys
s = json.load(sys.stdin)
print(s["queued"] + s["retrying"] + s["dead"])')"
