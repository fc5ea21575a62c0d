#!/bin/bash
# SIGTERM under load cuts no request: each is answered whole, or the connection was refused before it could be asked.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

objectos storage set a "$(head -c 20000 /dev/zero | tr '\0' x)"
cat >client.py <<'P'
import http.client, socket, sys, threading, time
port, count, cut = int(sys.argv[1]), [0] * 8, []

def go(number):
    while True:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.connect()
        except (ConnectionRefusedError, ConnectionResetError):
            return
        try:
            while True:
                connection.request("GET", "/api/v1/storage/a")
                answer = connection.getresponse()
                body = answer.read()
                assert answer.status == 200 and len(body) > 20000, answer.status
                count[number] += 1
                if answer.getheader("Connection") == "close":
                    break
        except Exception as error:
            cut.append(repr(error))
            return
        connection.close()

threads = [threading.Thread(target=go, args=(n,)) for n in range(8)]
for thread in threads:
    thread.start()
while min(count) < 20:
    time.sleep(0.001)
print("go", flush=True)
for thread in threads:
    thread.join()
print(sum(count), "answers", file=sys.stderr)
assert not cut, cut
P
for signal in TERM HUP; do # a background job of a shell ignores INT
  start_serve S
  mkfifo ready
  python3 client.py "$S_port" >ready 2>said &
  client=$!
  read -r _ <ready
  kill "-$signal" "$S_pid"
  wait "$client" || fail "$(cat said)"
  wait_until ! kill -0 "$S_pid"
  rm ready
  stop_server S
done
# With nothing to do it ends at once, and says that all is well.
mkfifo url
"$objectos" serve --listen 127.0.0.1:0 >url &
server=$!
read -r _ <url
kill -TERM "$server"
asserted
wait "$server" || fail "exit status $?"
# Its answer to health while a request is under way: not ready any more. A body that is slow in coming is waited for.
start_serve S
cat >slow.py <<'P'
import os, signal, socket, sys, time
port, pid = int(sys.argv[1]), int(sys.argv[2])
peer = socket.create_connection(("127.0.0.1", port), timeout=10)
peer.sendall(b"PUT /api/v1/storage/late HTTP/1.1\r\nHost: localhost\r\nContent-Length: 11\r\nExpect: 100-continue\r\n\r\n")
assert peer.recv(100).startswith(b"HTTP/1.1 100")
health = socket.create_connection(("127.0.0.1", port), timeout=10)
health.sendall(b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n")
assert health.recv(1000).startswith(b"HTTP/1.1 200")
health.sendall(b"GET /health/ready HTTP/1.1\r\nHost: localhost\r\n")  # has begun
idle = socket.create_connection(("127.0.0.1", port), timeout=10)
idle.sendall(b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n")
assert idle.recv(1000).startswith(b"HTTP/1.1 200")
os.kill(pid, signal.SIGTERM)
while True:  # refused: it has seen the signal
    try:
        socket.create_connection(("127.0.0.1", port), timeout=10).close()
    except (ConnectionRefusedError, ConnectionResetError):
        break
assert idle.recv(1000) == b""  # the time of those who have not begun is over
health.sendall(b"\r\n")
answer = health.recv(1000)
assert answer.startswith(b"HTTP/1.1 503") and b"Connection: close" in answer, answer
peer.sendall(b'{"value":1}')
answer = peer.recv(1000)
assert answer.startswith(b"HTTP/1.1 200"), answer
P
expect_status 0 python3 slow.py "$S_port" "$S_pid"
wait_until ! kill -0 "$S_pid"
stop_server S
expect_out 1 objectos storage get late
