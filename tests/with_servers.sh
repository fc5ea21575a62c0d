#!/bin/bash
# Runs a command beside real servers, which are stopped when it has ended, whatever ends it.
#
#   tests/with_servers.sh [--clock] SERVER… -- CMD…
#
#   --clock  the servers have the time that the file $OBJECTOS_TEST_CLOCK says (tools/clock_shim.c); at first
#            there is no such file, which means the real time
#   SERVER   what CMD finds in its environment:
#     redis       OBJECTOS_TEST_REDIS, a URL as all are that follow
#     redis-unix  OBJECTOS_TEST_REDIS_UNIX
#     redis-tls   OBJECTOS_TEST_REDIS_TLS, and OBJECTOS_TEST_REDIS_TLS_CA, a file
#     redis-auth  OBJECTOS_TEST_REDIS_AUTH, with user and password in it
#     sentinel    OBJECTOS_TEST_REDIS_SENTINEL
#     cluster     OBJECTOS_TEST_REDIS_CLUSTER
#     postgres    OBJECTOS_TEST_POSTGRES
#     postfix     OBJECTOS_TEST_POSTFIX, a line of port, user, password, and the directories of the certificates and of
#                 the mail; empty unless this is root
#     certificates  OBJECTOS_TEST_CERTIFICATES, a directory as make_certificates leaves it; no server
#
# The exit status is CMD's.
set -eEuo pipefail
. "$(dirname -- "${BASH_SOURCE[0]}")/servers.sh"

usage() {
  echo "tests/with_servers.sh: $1" >&2
  exit 2
}

with_clock=no
servers=()
while (($# > 0)) && [[ $1 != -- ]]; do
  case $1 in
    --clock) with_clock=yes ;;
    -h | --help) sed -n '2,/^set/{s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}" && exit ;;
    redis | redis-unix | redis-tls | redis-auth | sentinel | cluster | postgres | postfix | certificates) servers+=("$1") ;;
    *) usage "unknown server $1" ;;
  esac
  shift
done
(($# > 1)) || usage 'no command'
shift

# Starts one server and prints a line VARIABLE=VALUE for each that CMD gets, then `ready`.
start() {
  case $1 in
    redis) start_redis it && echo "OBJECTOS_TEST_REDIS=$it_url" ;;
    redis-unix) start_redis_unix it && echo "OBJECTOS_TEST_REDIS_UNIX=$it_url" ;;
    redis-auth) start_redis_auth it && echo "OBJECTOS_TEST_REDIS_AUTH=$it_url" ;;
    redis-tls)
      make_servers_dir
      make_certificates "$servers_dir/certificates"
      start_redis_tls it "$servers_dir/certificates/server"
      printf '%s\n' "OBJECTOS_TEST_REDIS_TLS=$it_url" "OBJECTOS_TEST_REDIS_TLS_CA=$it_ca"
      ;;
    sentinel) start_sentinel it && echo "OBJECTOS_TEST_REDIS_SENTINEL=$it_url" ;;
    cluster) start_cluster it && echo "OBJECTOS_TEST_REDIS_CLUSTER=$it_url" ;;
    postfix)
      make_servers_dir
      make_certificates "$servers_dir/certificates"
      if ((EUID == 0)); then
        start_postfix it "$servers_dir/certificates/server"
        echo "OBJECTOS_TEST_POSTFIX=$it_port $it_user $it_password $servers_dir/certificates $it_mail"
      else
        echo 'OBJECTOS_TEST_POSTFIX='
      fi
      ;;
    certificates)
      make_servers_dir
      make_certificates "$servers_dir/certificates"
      echo "OBJECTOS_TEST_CERTIFICATES=$servers_dir/certificates"
      ;;
    postgres) start_postgres it && echo "OBJECTOS_TEST_POSTGRES=$it_url" ;;
  esac
  echo ready
}

# A keeper is a subshell with one server, so that all start at once. It ends when it is told to, or when this script
# is gone.
keep() {
  local watcher=
  servers_dir='' # its own
  trap end_servers EXIT
  trap '' INT
  trap 'if [[ -n $watcher ]]; then kill "$watcher"; fi; exit 143' TERM HUP
  start "$1"
  exec >/dev/null
  setpriv --pdeathsig KILL tail -f --pid "$$" /dev/null &
  watcher=$!
  wait "$watcher"
}

keepers=() answers=() command_pid=
# shellcheck disable=SC2317 # called by the trap
finish() {
  local code=$? pid
  trap '' INT TERM HUP
  if [[ -n $command_pid ]]; then
    kill -TERM "$command_pid" 2>/dev/null || true
    wait "$command_pid" 2>/dev/null || true
  fi
  for pid in "${keepers[@]}"; do kill -TERM "$pid" 2>/dev/null || true; done
  for pid in "${keepers[@]}"; do wait "$pid" 2>/dev/null || true; done
  stop_servers
  exit "$code"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

if [[ $with_clock == yes ]]; then
  make_servers_dir
  use_clock "$servers_dir/clock"
  export OBJECTOS_TEST_CLOCK=$clock_file
fi
for server in "${servers[@]}"; do
  exec {answer}< <(keep "$server")
  keepers+=("$!")
  answers+=("$answer")
done
for i in "${!servers[@]}"; do
  line=
  while read -r -u "${answers[i]}" line && [[ $line != ready ]]; do export "${line?}"; done
  if [[ $line != ready ]]; then
    echo "tests/with_servers.sh: ${servers[i]} did not start" >&2
    exit 1
  fi
  answer=${answers[i]}
  exec {answer}<&-
done

# In the background, for a trap waits for what is in the foreground; but with this script's input and Ctrl-C.
env --default-signal=INT,QUIT "$@" <&0 &
command_pid=$!
status=0
wait "$command_pid" || status=$?
command_pid=
exit "$status"
