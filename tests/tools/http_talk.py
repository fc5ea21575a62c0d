#!/usr/bin/python3
"""http_talk.py PORT: sends what stands on standard input, byte for byte, and prints what comes back until the connection
ends or nothing has come for a second: a line for each answer, `STATUS BODY`, and `end` or `open`."""
import socket
import sys

peer = socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=10)
peer.sendall(sys.stdin.buffer.read())
peer.settimeout(1)
heard, state = b"", "end"
try:
    while piece := peer.recv(65536):
        heard += piece
except (TimeoutError, socket.timeout):
    state = "open"
except ConnectionResetError:
    state = "reset"
while heard:
    head, _, rest = heard.partition(b"\r\n\r\n")
    status = head.split(b" ", 2)[1]
    length = 0
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    body = rest[:length] if status != b"100" else b""
    print((status + b" " + body).decode().rstrip())
    heard = rest[len(body):]
print(state)
