#!/usr/bin/python3
"""fake_redis.py MODE [TEXT] [--for COMMANDS] [--relay PORT] [--log FILE]: a server that reads Redis commands and
misbehaves. Prints its port, a free one of 127.0.0.1, and serves until it is killed.

  hang              never answers
  close             reads a command and closes the connection
  drop              answers with the first bytes of a reply and closes
  garbage           answers bytes that are no Redis reply
  huge              answers a string of 2^63 - 1 bytes
  huge-array        answers an array of 2^31 - 1 elements
  drip              answers a valid long reply, a byte each half second
  error TEXT        answers -TEXT
  error-once TEXT   the same to the first command, whichever connection it comes from; the others are well answered
  well              answers all commands well

--for get,set   misbehaves only at these commands and answers the others well
--relay PORT    to answer well is to ask the server at that port of 127.0.0.1; otherwise it is PONG to PING and else OK
--log FILE      appends each command that comes, as a JSON array on a line
"""
import argparse
import json
import socket
import socketserver
import threading
import time

parser = argparse.ArgumentParser(usage=__doc__, add_help=False)
modes = "hang close drop garbage huge huge-array drip error error-once well".split()
parser.add_argument("mode", choices=modes)
parser.add_argument("text", nargs="?", default="ERR refused")
parser.add_argument("--for", dest="commands", default="")
parser.add_argument("--relay", type=int)
parser.add_argument("--log")
options = parser.parse_args()
misbehaved_at = options.commands.lower().encode().split(b",") if options.commands else []

lock = threading.Lock()
errors_left = 1


def read_item(stream):
    """One item of the protocol, as (its bytes, its value); (b"", None) at the end of the stream."""
    line = stream.readline()
    if not line.endswith(b"\n"):
        return b"", None
    kind, rest = line[:1], line[1:].strip()
    if kind == b"$" and rest != b"-1":
        text = stream.read(int(rest) + 2)
        return line + text, text[:-2]
    if kind in b"*%~>" and rest != b"-1":
        count = int(rest) * (2 if kind == b"%" else 1)
        items = [read_item(stream) for _ in range(count)]
        return line + b"".join(bytes_ for bytes_, _ in items), [value for _, value in items]
    return line, line.split()  # an inline command, or a reply of one line


def log(command):
    if options.log:
        line = json.dumps([word.decode("utf-8", "backslashreplace") for word in command])
        with lock, open(options.log, "a") as file:
            file.write(line + "\n")


def is_well_answered(command):
    global errors_left
    if options.mode == "well" or (misbehaved_at and command[0].lower() not in misbehaved_at):
        return True
    if options.mode != "error-once":
        return False
    with lock:
        errors_left -= 1
        return errors_left < 0


class Connection(socketserver.StreamRequestHandler):
    other = None

    def handle(self):
        try:
            while self.answer(*read_item(self.rfile)):
                pass
        except OSError:
            pass  # the client has closed

    def answer(self, request, command):
        """False: the connection ends."""
        if command is None:
            return False
        if not command:
            return True
        log(command)
        if is_well_answered(command):
            self.wfile.write(self.good_reply(request, command))
            return True
        return self.misbehave()

    def good_reply(self, request, command):
        if not options.relay:
            return b"+PONG\r\n" if command[0].lower() == b"ping" else b"+OK\r\n"
        if not self.other:
            self.other = socket.create_connection(("127.0.0.1", options.relay)).makefile("rwb")
        self.other.write(request)
        self.other.flush()
        return read_item(self.other)[0]

    def misbehave(self):
        mode = options.mode
        if mode == "drop":
            self.wfile.write(b"$100\r\nabc")
        elif mode == "garbage":
            self.wfile.write(b"HTTP/1.1 400 Bad Request\r\n\r\n\x00\xff")
        elif mode == "huge":
            self.wfile.write(b"$9223372036854775807\r\n")
        elif mode == "huge-array":
            self.wfile.write(b"*2147483647\r\n")
        elif mode.startswith("error"):
            self.wfile.write(b"-" + options.text.encode() + b"\r\n")
        elif mode == "drip":
            for byte in b"$1000000\r\n" + b"x" * 1000000 + b"\r\n":
                self.wfile.write(bytes([byte]))
                time.sleep(0.5)
        return mode not in ("close", "drop")


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    request_queue_size = 128


server = Server(("127.0.0.1", 0), Connection)
print(server.server_address[1], flush=True)
server.serve_forever()
