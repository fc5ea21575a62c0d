# shellcheck shell=bash
# Real servers for tests, on free ports of 127.0.0.1 with data in $TMPDIR, gone when the script ends. Sourced after
# lib.sh, or alone under `set -eEuo pipefail`. A server is ready when its function returns. Each sets variables that
# begin with NAME; every process has a NAME_pid, and a NAME_dir in which `log` is what it printed.
#
#   start_redis NAME [OPTION…]       NAME_port, NAME_url. OPTION is of redis-server, as are the others
#   start_redis_unix NAME [OPTION…]  NAME_socket, NAME_url
#   start_redis_auth NAME [OPTION…]  NAME_port, NAME_user, NAME_password, NAME_url with both in it;
#                                    NAME_default_password is the password without a user (requirepass)
#   start_redis_tls NAME STEM [OPTION…]  NAME_port, NAME_ca, NAME_url; speaks only TLS, with STEM.pem and STEM.key
#   make_certificates DIR            ca.pem, and signed by it server, expired, wrong (of other.example) and client,
#                                    each .pem and .key; untrusted is signed by other-ca.pem
#   start_sentinel NAME [OPTION…]    a master, its replica and three sentinels: NAME_master_port, NAME_replica_port,
#                                    NAME_sentinel_ports (an array), NAME_url; the processes are NAME_master,
#                                    NAME_replica, NAME_sentinel1 to 3. OPTION is for the first two
#   start_cluster NAME [OPTION…]     three masters: NAME_ports and NAME_pids (arrays), NAME_url; the processes are
#                                    NAME_1 to 3
#   start_postgres NAME [LINE…]      NAME_port, NAME_user, NAME_password, NAME_url (owns the database `objectos`),
#                                    NAME_superuser_url, NAME_socket_dir. LINE is for postgresql.conf
#   start_pushgateway NAME [OPTION…] NAME_port, NAME_url. Keeps nothing on disk
#   start_prometheus NAME TARGET…    NAME_port, NAME_url; scrapes each TARGET (HOST:PORT) once a second, honouring labels,
#                                    as the job `scraped`
#   start_node_exporter NAME DIR     NAME_port, NAME_url; only the textfile collector, on DIR
#   start_postfix NAME STEM          NAME_port, NAME_ca, NAME_user, NAME_password: a mail server that wants STARTTLS, with
#                                    STEM.pem and STEM.key, and a login; it takes mail from everybody and for
#                                    `a@y.test` and `b@y.test`, into the maildirs NAME_mail/a and b. Needs root
#   start_smtp_sink NAME WORD…       NAME_port, NAME_mails (a directory), NAME_said (a file): tools/smtp_sink.py WORD…
#   start_fake_redis NAME WORD…      NAME_port, NAME_url: tools/fake_redis.py WORD…
#   start_fake_http NAME WORD…       NAME_port, NAME_url: tools/fake_http.py WORD…
#   start_serve NAME WORD…           NAME_port, NAME_url: objectos serve WORD…, on a loopback address
#
#   stop_server NAME                 asks it to end and waits; NAME is a server or a process of one
#   kill_server NAME                 the same by SIGKILL
#   restart_server NAME              the same command, port and data again
#   wanted_port=PORT start_redis…    on this port, which the server of this NAME had before, say
#   stop_servers                     all of them, and removes their data. Runs at the end of the script by itself
#
#   use_clock FILE                   the servers that are started from now on have the time that FILE says once they
#                                    are ready (tools/clock_shim.c); sentinels keep the real time
#   set_clock TEXT                   writes FILE at one blow

servers_source=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
servers_dir='' clock_file='' clock_library='' outside_dirs=()
# By process: what it is, its command (words quoted), its id while it runs, its password. By server: its processes.
declare -gA server_kind=() server_command=() server_pid=() server_secret=() server_parts=()

servers_fail() {
  if declare -F fail >/dev/null; then fail "$1"; fi
  printf '%s: %s\n' "${0##*/}" "$1" >&2
  exit 1
}

# Polls until CMD succeeds: WHAT CMD…
await_that() {
  local deadline=$((SECONDS + 30))
  until "${@:2}" >/dev/null 2>&1; do
    ((SECONDS < deadline)) || servers_fail "in 30 s it never came to: $1"
    sleep 0.02
  done
}

make_servers_dir() {
  if [[ -z $servers_dir ]]; then servers_dir=$(mktemp -d "${TMPDIR:-/tmp}/servers.XXXXXX"); fi
}

# ---- the clock ----------------------------------------------------------------------------------------------------

build_clock() {
  if [[ -n $clock_library ]]; then return; fi
  make_servers_dir
  cc -O1 -shared -fPIC -o "$servers_dir/clock.so" "$servers_source/tools/clock_shim.c"
  clock_library=$servers_dir/clock.so
}

use_clock() {
  build_clock
  clock_file=$(realpath -m -- "$1")
}

set_clock() {
  # In place: the servers have the file mapped.
  printf '%s %s\n' "$1" "$1" | dd of="$clock_file" conv=notrunc status=none
}

# Server NAME has the wall clock from now on. Not before: Redis nodes agree by the time that passes.
follow_clock() {
  local part
  for part in ${server_parts[$1]:-$1}; do
    if [[ -n $clock_file && ${server_kind[$part]} != sentinel ]]; then
      ln -sfn "$clock_file" "$servers_dir/$part/clock"
    fi
  done
}

# ---- one process --------------------------------------------------------------------------------------------------

# Starts process NAME by its command. Should this shell be killed, so is the process.
spawn() {
  local -a words
  eval "words=(${server_command[$1]})"
  : >"$servers_dir/$1/log" # by this process: who looks for "ready" must not see the words of the one before
  setpriv --pdeathsig KILL -- "${words[@]}" >>"$servers_dir/$1/log" 2>&1 </dev/null 3>&- &
  server_pid[$1]=$!
  printf -v "$1_pid" %s "$!"
  disown "$!" # no report of its end, and `wait` is for what the test itself started
}

# By its own words, not by a connection: on the port could be another test's server.
is_ready() {
  local dir=$servers_dir/$1
  case ${server_kind[$1]} in
    redis | cluster) grep -q 'eady to accept connections' "$dir/log" ;;
    sentinel) grep -q 'Sentinel ID is' "$dir/log" ;;
    postgres) [[ $(sed -n '1p;8p' "$dir/data/postmaster.pid" 2>/dev/null) == "${server_pid[$1]}"$'\n'ready* ]] ;;
    fake) grep -Eqx '[0-9]+' "$dir/log" ;;
    pushgateway | node_exporter) grep -q 'Listening on' "$dir/log" ;;
    serve) grep -Eqx 'https?://[^ ]+' "$dir/log" ;;
    postfix) grep -q 'daemon started' "$dir/log" ;;
    prometheus) grep -q 'Server is ready to receive web requests' "$dir/log" ;;
  esac
}

# Waits until process NAME is ready; 1 if its port was taken.
await_ready() {
  local deadline=$((SECONDS + 30)) pid=${server_pid[$1]}
  until is_ready "$1"; do
    if ! kill -0 "$pid" 2>/dev/null; then
      unset "server_pid[$1]"
      if grep -qi 'address already in use' "$servers_dir/$1/log"; then return 1; fi
      servers_fail "$1 ended: $(tail -n 20 "$servers_dir/$1/log")"
    fi
    ((SECONDS < deadline)) || servers_fail "$1 was not ready in 30 s: $(tail -n 20 "$servers_dir/$1/log")"
    sleep 0.01
  done
}

# The directory of process NAME, which a predecessor may have left.
make_server_dir() {
  make_servers_dir
  if [[ -n ${server_pid[$1]:-} ]]; then servers_fail "$1 is running"; fi
  mkdir -p "$servers_dir/$1"
  rm -f "$servers_dir/$1/clock"
  printf -v "$1_dir" %s "$servers_dir/$1"
}

# Starts process NAME and waits: NAME KIND WORD…; in the words @port@ and @bus@ become free ports. They are below the
# range that connections take theirs from: a server that is started again finds its port free.
launch() {
  local name=$1 tries port bus=0 words=("${@:3}") tried
  server_kind[$name]=$2
  if [[ -n $clock_file ]]; then
    words=(env "LD_PRELOAD=$clock_library" "CLOCK_SHIM_FILE=$servers_dir/$1/clock" "${words[@]}")
  fi
  for ((tries = 0; tries < 20; ++tries)); do
    port=${wanted_port:-$((20000 + SRANDOM % 12000))}
    while ((bus == 0 || bus == port)); do bus=$((20000 + SRANDOM % 12000)); done
    tried=("${words[@]//@port@/$port}")
    tried=("${tried[@]//@bus@/$bus}")
    server_command[$name]=${tried[*]@Q}
    spawn "$name"
    if await_ready "$name"; then
      printf -v "${name}_port" %s "$port"
      launched_port=$port launched_bus=$bus
      return
    fi
    bus=0
    [[ -z ${wanted_port:-} ]] || servers_fail "port $port is taken"
  done
  servers_fail "no free port for $name"
}

# ---- stopping -----------------------------------------------------------------------------------------------------

# The processes of server NAME that run.
running_parts() {
  local part
  for part in ${server_parts[$1]:-$1}; do
    if [[ -n ${server_pid[$part]:-} ]]; then printf '%s\n' "$part"; fi
  done
}

# Asks process NAME to end, also if it is halted by SIGSTOP. PostgreSQL would wait for its clients at a SIGTERM.
ask_to_end() {
  local signal=TERM
  if [[ ${server_kind[$1]} == postgres ]]; then signal=INT; fi
  kill "-$signal" "${server_pid[$1]}" 2>/dev/null || true
  kill -CONT "${server_pid[$1]}" 2>/dev/null || true
}

# Waits for the end of process NAME; after five seconds it is killed.
await_end() {
  local pid=${server_pid[$1]} deadline=$((SECONDS + 5))
  while kill -0 "$pid" 2>/dev/null; do
    if ((SECONDS > deadline)); then kill -KILL "$pid" 2>/dev/null || true; fi
    sleep 0.01
  done
  unset "server_pid[$1]"
  if [[ ${server_kind[$1]} == postgres ]]; then release_memory "$servers_dir/$1/data/postmaster.pid"; fi
}

# A PostgreSQL that was killed leaves shared memory behind. Its other processes are gone when nobody holds that.
release_memory() {
  local id
  id=$(sed -n '7s/.* //p' "$1" 2>/dev/null) || true
  if [[ -z $id ]]; then return; fi
  await_that 'the end of all PostgreSQL processes' \
    awk -v "id=$id" '$2 == id && $7 > 0 { held = 1 } END { exit held }' /proc/sysvipc/shm
  ipcrm -m "$id" 2>/dev/null || true
}

stop_server() {
  local part parts
  parts=$(running_parts "$1")
  for part in $parts; do ask_to_end "$part"; done
  for part in $parts; do await_end "$part"; done
}

kill_server() {
  local part parts
  parts=$(running_parts "$1")
  for part in $parts; do kill -KILL "${server_pid[$part]}" 2>/dev/null || true; done
  for part in $parts; do await_end "$part"; done
}

restart_server() {
  local part parts=${server_parts[$1]:-$1}
  stop_server "$1"
  for part in $parts; do
    rm -f "$servers_dir/$part/clock"
    spawn "$part"
  done
  for part in $parts; do
    await_ready "$part" || servers_fail "the port of $part is taken"
    case ${server_kind[$part]} in
      sentinel) hasten_sentinel "$part" && calm_sentinel "$part" ;;
      cluster) await_that "a cluster that is ok for $part" node_is_ok "$part" ;;
    esac
    follow_clock "$part"
  done
}

stop_servers() {
  local name
  for name in "${!server_pid[@]}"; do ask_to_end "$name"; done
  for name in "${!server_pid[@]}"; do await_end "$name"; done
  if [[ -n $servers_dir ]]; then rm -rf -- "$servers_dir"; fi
  if ((${#outside_dirs[@]} > 0)); then rm -rf -- "${outside_dirs[@]}"; fi
  outside_dirs=()
  servers_dir='' clock_file='' clock_library=''
}

# At the end of the script; then comes what its EXIT trap was. lib.sh has one, which looks at the status.
end_servers() {
  local code=$?
  trap - ERR
  set +e
  stop_servers
  (exit "$code")
  eval "$trap_before"
  exit "$code"
}
trap_before=$(trap -p EXIT)
eval "trap_before=(${trap_before:-trap -- '' EXIT})"
trap_before=${trap_before[2]}
trap end_servers EXIT

# ---- Redis --------------------------------------------------------------------------------------------------------

# Starts process NAME: NAME KIND OPTION…
launch_redis() {
  make_server_dir "$1"
  local options=(--bind 127.0.0.1 --dir "$servers_dir/$1" --daemonize no --save '' --appendonly no
    --shutdown-timeout 0 --repl-diskless-sync-delay 0)
  # A jump of the clock is no sign of a dead peer.
  if [[ -n $clock_file ]]; then options+=(--repl-timeout 2147483647 --cluster-node-timeout 3000000000000); fi
  launch "$1" "$2" redis-server "${options[@]}" "${@:3}"
}

# Server NAME is ready at URL and is made of PROCESS…
announce() {
  printf -v "$1_url" %s "$2"
  server_parts[$1]=${*:3}
  follow_clock "$1"
}

start_redis() {
  launch_redis "$1" redis --port @port@ "${@:2}"
  announce "$1" "redis://127.0.0.1:$launched_port" "$1"
}

start_redis_unix() {
  make_server_dir "$1"
  launch_redis "$1" redis --port 0 --unixsocket "$servers_dir/$1/socket" "${@:2}"
  printf -v "$1_socket" %s "$servers_dir/$1/socket"
  announce "$1" "redis+unix://$servers_dir/$1/socket" "$1"
}

start_redis_auth() {
  local user=tester password=user-$SRANDOM-secret default_password=default-$SRANDOM-secret
  launch_redis "$1" redis --port @port@ --requirepass "$default_password" \
    --user "$user" on ">$password" '~*' '&*' +@all "${@:2}"
  printf -v "$1_user" %s "$user"
  printf -v "$1_password" %s "$password"
  printf -v "$1_default_password" %s "$default_password"
  announce "$1" "redis://$user:$password@127.0.0.1:$launched_port" "$1"
}

start_redis_tls() {
  local stem=$2 ca
  ca=$(dirname -- "$stem")/ca.pem
  launch_redis "$1" redis --port 0 --tls-port @port@ --tls-cert-file "$stem.pem" --tls-key-file "$stem.key" \
    --tls-ca-cert-file "$ca" --tls-auth-clients no "${@:3}"
  printf -v "$1_ca" %s "$ca"
  announce "$1" "rediss://localhost:$launched_port" "$1"
}

make_certificates() {
  make_servers_dir
  build_clock
  mkdir -p "$1"
  local dir=$1 local_names=subjectAltName=DNS:localhost,IP:127.0.0.1
  certificate "$dir/ca" 'objectos test CA' 36500
  certificate "$dir/other-ca" 'unknown test CA' 36500
  signed_certificate "$dir/server" "$dir/ca" localhost 36500 -addext "$local_names"
  signed_certificate "$dir/expired" "$dir/ca" localhost 1 -addext "$local_names"
  signed_certificate "$dir/untrusted" "$dir/other-ca" localhost 36500 -addext "$local_names"
  signed_certificate "$dir/wrong" "$dir/ca" other.example 36500 -addext subjectAltName=DNS:other.example
  signed_certificate "$dir/client" "$dir/ca" client 36500
}

# Valid from the year 2000 on, so that a server whose clock is moved accepts it, too: STEM SUBJECT DAYS OPTION…
certificate() {
  local log=$servers_dir/openssl.log
  echo '946684800000 946684800000' >"$servers_dir/year2000"
  CLOCK_SHIM_FILE=$servers_dir/year2000 LD_PRELOAD=$clock_library openssl req -x509 -newkey ec -nodes \
    -pkeyopt ec_paramgen_curve:P-256 -keyout "$1.key" -out "$1.pem" -subj "/CN=$2" -days "$3" "${@:4}" 2>"$log" ||
    servers_fail "$1: $(<"$log")"
}

# STEM CA-STEM SUBJECT DAYS OPTION…
signed_certificate() {
  certificate "$1" "$3" "$4" -CA "$2.pem" -CAkey "$2.key" -addext basicConstraints=critical,CA:FALSE "${@:5}"
}

# The password that options of redis-server set with --requirepass.
password_of() {
  while (($# > 1)); do
    if [[ $1 == --requirepass ]]; then printf '%s' "$2"; fi
    shift
  done
}

# Asks process NAME: NAME WORD…
ask() {
  local port=$1_port
  if [[ -n ${server_secret[$1]:-} ]]; then local -x REDISCLI_AUTH=${server_secret[$1]}; fi
  redis-cli -h 127.0.0.1 -p "${!port}" "${@:2}"
}

# ---- Redis Sentinel -----------------------------------------------------------------------------------------------

start_sentinel() {
  local name=$1 options=("${@:2}") secret part n ports=() sentinels=() master_port
  secret=$(password_of "${options[@]}")
  if [[ -n $secret ]]; then options+=(--masterauth "$secret"); fi
  server_secret[${name}_master]=$secret
  launch_redis "${name}_master" redis --port @port@ "${options[@]}"
  master_port=$launched_port
  launch_redis "${name}_replica" redis --port @port@ --replicaof 127.0.0.1 "$master_port" "${options[@]}"
  await_that 'a replica that is in step' replica_is_online "${name}_master"

  for n in 1 2 3; do
    part=${name}_sentinel$n
    sentinels+=("$part")
    make_server_dir "$part"
    cat >"$servers_dir/$part/sentinel.conf" <<END
sentinel monitor mymaster 127.0.0.1 $master_port 2
sentinel down-after-milliseconds mymaster 1000
sentinel failover-timeout mymaster 3000
${secret:+sentinel auth-pass mymaster "$secret"}
END
    launch "$part" sentinel redis-server "$servers_dir/$part/sentinel.conf" --sentinel --bind 127.0.0.1 \
      --dir "$servers_dir/$part" --port @port@
    ports+=("$launched_port")
    hasten_sentinel "$part"
  done
  for part in "${sentinels[@]}"; do await_that "$part knowing all others" sentinel_knows_all "$part"; done
  for part in "${sentinels[@]}"; do calm_sentinel "$part"; done

  declare -ga "${name}_sentinel_ports=(${ports[*]})"
  announce "$name" "redis+sentinel://$(printf ',127.0.0.1:%s' "${ports[@]}" | cut -c 2-)/mymaster" \
    "${name}_master" "${name}_replica" "${sentinels[@]}"
}

# Shorter periods, and no minutes of caution after this machine was too busy to run a sentinel in time.
hasten_sentinel() {
  ask "$1" SENTINEL DEBUG INFO-PERIOD 200 ASK-PERIOD 100 PUBLISH-PERIOD 100 TILT-TRIGGER 600000 >/dev/null
}

# A sentinel takes back a promotion that it is not told of for four of these periods. The one that promotes sees
# only once a second that it has worked.
calm_sentinel() { ask "$1" SENTINEL DEBUG PUBLISH-PERIOD 1000 >/dev/null; }

replica_is_online() { ask "$1" INFO replication | grep -q '^slave0:.*state=online'; }

sentinel_knows_all() {
  ask "$1" INFO sentinel | grep -q 'status=ok,.*,slaves=1,sentinels=3' &&
    ask "$1" SENTINEL CKQUORUM mymaster | grep -q '^OK 3 ' &&
    [[ $(ask "$1" SENTINEL REPLICAS mymaster) == *$'\nflags\nslave\n'*$'\nmaster-link-status\nok\n'* ]]
}

# ---- Redis Cluster ------------------------------------------------------------------------------------------------

start_cluster() {
  local name=$1 options=("${@:2}") secret n other part parts=() ports=() pids=()
  local -A bus=()
  local slots=('' '0 5460' '5461 10922' '10923 16383')
  secret=$(password_of "${options[@]}")
  for n in 1 2 3; do
    part=${name}_$n
    parts+=("$part")
    server_secret[$part]=$secret
    launch_redis "$part" cluster --port @port@ --cluster-enabled yes --cluster-port @bus@ \
      --cluster-announce-ip 127.0.0.1 --cluster-node-timeout 5000 "${options[@]}"
    ports+=("$launched_port") bus[$n]=$launched_bus
    pids+=("${server_pid[$part]}")
    # shellcheck disable=SC2086 # two numbers
    ask "$part" CLUSTER ADDSLOTSRANGE ${slots[n]} >/dev/null
    ask "$part" CLUSTER SET-CONFIG-EPOCH "$n" >/dev/null
    for ((other = 1; other < n; ++other)); do
      ask "$part" CLUSTER MEET 127.0.0.1 "${ports[other - 1]}" "${bus[$other]}" >/dev/null
    done
  done
  for part in "${parts[@]}"; do await_that "a cluster that is ok for $part" node_is_ok "$part"; done

  declare -ga "${name}_ports=(${ports[*]})" "${name}_pids=(${pids[*]})"
  announce "$name" "redis+cluster://$(printf ',127.0.0.1:%s' "${ports[@]}" | cut -c 2-)" "${parts[@]}"
}

node_is_ok() {
  local info
  info=$(ask "$1" CLUSTER INFO) || return
  [[ $info == *cluster_state:ok* && $info == *cluster_slots_ok:16384* && $info == *cluster_known_nodes:3* ]]
}

# ---- a server that misbehaves -------------------------------------------------------------------------------------

start_fake_redis() {
  launch_fake "$1" fake_redis.py "${@:2}"
  announce "$1" "redis://127.0.0.1:$launched_port" "$1"
}

start_fake_http() {
  launch_fake "$1" fake_http.py "${@:2}"
  announce "$1" "http://127.0.0.1:$launched_port" "$1"
}

start_serve() {
  make_server_dir "$1"
  launch "$1" serve "${objectos:?}" serve --listen 127.0.0.1:@port@ "${@:2}"
  announce "$1" "$(grep -Ex 'https?://[^ ]+' "$servers_dir/$1/log")" "$1"
}

start_smtp_sink() {
  make_server_dir "$1"
  mkdir -p "$servers_dir/$1/mails"
  launch_fake "$1" smtp_sink.py --dir "$servers_dir/$1/mails" --log "$servers_dir/$1/said" "${@:2}"
  printf -v "$1_mails" %s "$servers_dir/$1/mails"
  printf -v "$1_said" %s "$servers_dir/$1/said"
  announce "$1" "smtp://127.0.0.1:$launched_port" "$1"
}

# NAME TOOL WORD…
launch_fake() {
  make_server_dir "$1"
  launch "$1" fake python3 "$servers_source/tools/$2" "${@:3}"
  launched_port=$(head -n 1 "$servers_dir/$1/log")
  printf -v "$1_port" %s "$launched_port"
}

# ---- mail ----------------------------------------------------------------------------------------------------------

start_postfix() {
  local name=$1 stem=$2 sbin=/usr/lib/postfix/sbin dir password=postfix-$SRANDOM-secret
  if ((EUID != 0)); then servers_fail 'Postfix can be started by root only'; fi
  make_server_dir "$name"
  # Its processes have users of their own, to whom the way to $TMPDIR can be closed.
  dir=$(mktemp -d /tmp/postfix.XXXXXX)
  outside_dirs+=("$dir")
  chmod 755 "$dir"
  mkdir -p "$dir"/{queue,data,mail,conf/sasl}
  chown postfix: "$dir/data"
  chown nobody: "$dir/mail"
  cp "$stem.pem" "$dir/server.pem"
  cp "$stem.key" "$dir/server.key"
  printf '%s\n' >"$dir/conf/main.cf" 'compatibility_level = 3.6' "queue_directory = $dir/queue" \
    "data_directory = $dir/data" "daemon_directory = $sbin" 'maillog_file = /dev/stdout' 'myhostname = mail.x.test' \
    'mydestination =' 'mynetworks =' 'alias_maps =' 'local_recipient_maps =' 'inet_protocols = ipv4' \
    'virtual_mailbox_domains = y.test' "virtual_mailbox_base = $dir/mail" \
    'virtual_mailbox_maps = inline:{ {a@y.test = a/} {b@y.test = b/} }' "virtual_uid_maps = static:$(id -u nobody)" \
    "virtual_gid_maps = static:$(id -g nobody)" 'smtpd_tls_security_level = encrypt' 'smtpd_tls_auth_only = yes' \
    "smtpd_tls_cert_file = $dir/server.pem" "smtpd_tls_key_file = $dir/server.key" 'smtpd_sasl_auth_enable = yes' \
    'smtpd_relay_restrictions = permit_sasl_authenticated, reject' 'smtpd_reject_unlisted_recipient = yes'
  printf '%s\n' 'pwcheck_method: auxprop' 'auxprop_plugin: sasldb' 'mech_list: PLAIN LOGIN CRAM-MD5' \
    "sasldb_path: $dir/conf/sasl/db" >"$dir/conf/sasl/smtpd.conf"
  printf %s "$password" | saslpasswd2 -p -c -f "$dir/conf/sasl/db" -u x.test me
  chown postfix "$dir/conf/sasl/db"
  sed 's/ \+/ /g' >"$dir/conf/master.in" <<END
127.0.0.1:PORT inet n - n - - smtpd
cleanup unix n   - n - 0     cleanup
qmgr    unix n   - n 300 1   qmgr
tlsmgr  unix -   - n 1000? 1 tlsmgr
rewrite unix -   - n - -     trivial-rewrite
bounce  unix -   - n - 0     bounce
defer   unix -   - n - 0     bounce
flush   unix n   - n 1000? 0 flush
proxymap unix -  - n - -     proxymap
error   unix -   - n - -     error
retry   unix -   - n - -     error
virtual unix -   n n - -     virtual
anvil   unix -   - n - 1     anvil
postlog unix-dgram n - n - 1 postlogd
END
  # shellcheck disable=SC2016 # the other shell's
  launch "$name" postfix bash -c 'cd "$1" && sed "s/PORT/$3/" master.in >master.cf &&
    postfix -c "$1" check && exec "$2/master" -c "$1" -s' postfix "$dir/conf" "$sbin" @port@
  printf -v "${name}_user" me@x.test
  printf -v "${name}_password" %s "$password"
  printf -v "${name}_mail" %s "$dir/mail"
  printf -v "${name}_ca" %s "$(dirname -- "$stem")/ca.pem"
  announce "$name" "smtp://127.0.0.1:$launched_port" "$name"
}

# ---- Prometheus and what belongs to it ----------------------------------------------------------------------------

start_pushgateway() {
  make_server_dir "$1"
  launch "$1" pushgateway prometheus-pushgateway --persistence.file='' --web.listen-address=127.0.0.1:@port@ "${@:2}"
  announce "$1" "http://127.0.0.1:$launched_port" "$1"
}

start_node_exporter() {
  make_server_dir "$1"
  launch "$1" node_exporter prometheus-node-exporter --web.listen-address=127.0.0.1:@port@ \
    --collector.disable-defaults --collector.textfile --collector.textfile.directory="$2"
  announce "$1" "http://127.0.0.1:$launched_port" "$1"
}

start_prometheus() {
  make_server_dir "$1"
  cat >"$servers_dir/$1/prometheus.yml" <<END
scrape_configs:
  - job_name: scraped
    scrape_interval: 1s
    scrape_timeout: 1s
    honor_labels: true
    static_configs:
      - targets: [$(printf ", '%s'" "${@:2}" | cut -c 3-)]
END
  launch "$1" prometheus prometheus --config.file="$servers_dir/$1/prometheus.yml" \
    --storage.tsdb.path="$servers_dir/$1/data" --web.listen-address=127.0.0.1:@port@ --log.level=info
  announce "$1" "http://127.0.0.1:$launched_port" "$1"
}

# ---- PostgreSQL ---------------------------------------------------------------------------------------------------

start_postgres() {
  local name=$1 dir bin user=() password=objectos-$SRANDOM-secret superuser_password=superuser-$SRANDOM-secret
  make_server_dir "$name"
  dir=$servers_dir/$name
  bin=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
  if [[ ! -x $bin/initdb ]]; then bin=$(dirname -- "$(command -v initdb || servers_fail 'no PostgreSQL server')"); fi
  rm -rf "$dir/data"
  mkdir -p "$dir/data" "$dir/socket"
  chmod 700 "$dir/data"
  if ((EUID == 0)); then
    # It refuses to run as root. The way to $TMPDIR can be closed to others: keep the right to pass.
    user=(setpriv --reuid postgres --regid postgres --clear-groups --inh-caps +dac_override
      --ambient-caps +dac_override --pdeathsig KILL --)
    chown postgres: "$dir/data" "$dir/socket"
  fi

  printf '%s\n' "$superuser_password" >"$dir/password"
  # Not the order of bytes: a query that needs it must say so.
  "${user[@]}" "$bin/initdb" -D "$dir/data" --no-sync -A scram-sha-256 -U postgres --pwfile "$dir/password" -E UTF8 \
    --locale C.UTF-8 --locale-provider icu --icu-locale en-US >"$dir/log" 2>&1 ||
    servers_fail "initdb: $(tail -n 20 "$dir/log")"
  printf '%s\n' >>"$dir/data/postgresql.conf" "listen_addresses = '127.0.0.1'" \
    "unix_socket_directories = '$dir/socket'" 'fsync = off' 'autovacuum = off' "${@:2}"
  launch "$name" postgres "${user[@]}" "$bin/postgres" -D "$dir/data" -p @port@
  local superuser_url=postgres://postgres:$superuser_password@127.0.0.1:$launched_port/postgres
  psql -X -q -v ON_ERROR_STOP=1 -c "CREATE ROLE objectos LOGIN PASSWORD '$password'" \
    -c 'CREATE DATABASE objectos OWNER objectos' "$superuser_url"
  printf -v "${name}_user" objectos
  printf -v "${name}_password" %s "$password"
  printf -v "${name}_superuser_url" %s "$superuser_url"
  printf -v "${name}_socket_dir" %s "$dir/socket"
  announce "$name" "postgres://objectos:$password@127.0.0.1:$launched_port/objectos" "$name"
}
