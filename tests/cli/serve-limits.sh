#!/bin/bash
# A thousand connections that say nothing: those beyond the limit are told so at once, and health is still answered. Clients
# that send a byte now and then hold up nobody.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

((($(ulimit -Hn)) > 1300)) || skip 'open files'
ulimit -Sn "$(ulimit -Hn)"
start_serve S
cat >client.py <<'P'
import select, socket, sys, time
port = int(sys.argv[1])

def ask(path):
    begin = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), timeout=5) as peer:
        peer.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        answer = b""
        while piece := peer.recv(65536):
            answer += piece
    return answer.split(b" ")[1].decode(), time.monotonic() - begin

slow = [socket.create_connection(("127.0.0.1", port)) for _ in range(50)]
for peer in slow:
    peer.sendall(b"GET /metrics HTTP/1.1\r\nHost: ")
idle = [socket.create_connection(("127.0.0.1", port)) for _ in range(950)]
turned_away, deadline = set(), time.monotonic() + 5
while len(turned_away) < 744 and time.monotonic() < deadline:
    for peer in select.select([p for p in idle if p not in turned_away], [], [], 0.1)[0]:
        assert peer.recv(30).startswith(b"HTTP/1.1 503 "), "another answer"
        turned_away.add(peer)
assert len(turned_away) == 744, len(turned_away)
worst = 0
for _ in range(20):
    status, took = ask("/health")
    assert status == "200", status
    worst = max(worst, took)
    status, took = ask("/metrics")
    assert status == "503", status
    worst = max(worst, took)
print("worst", round(worst * 1000), "ms", file=sys.stderr)
assert worst < 0.5, worst
for peer in idle:
    peer.close()
deadline = time.monotonic() + 5
while ask("/metrics")[0] != "200":
    assert time.monotonic() < deadline, "never free again"
# They go on sending, and are cut off ten seconds after they began, however often they send.
for peer in slow:
    peer.sendall(b"l")
begin = time.monotonic()
while time.monotonic() - begin < 15:
    time.sleep(0.2)
    gone = 0
    for peer in slow:
        try:
            peer.sendall(b"l")
            if select.select([peer], [], [], 0)[0]:
                gone += 1
        except OSError:
            gone += 1
    if gone == len(slow):
        break
assert gone == len(slow), gone
assert ask("/metrics")[0] == "200"
P
expect_status 0 python3 client.py "$S_port"
