#!/usr/bin/python3
"""fake_http.py [--log FILE] MODE…: a server that serves what it is told, or misbehaves. Prints its port, a
free one of 127.0.0.1, and serves until it is killed. Each request is for the next MODE, the last one for all that follow.

  file PATH TYPE    answers 200 with that file, read anew each time, as Content-Type TYPE
  status N TEXT     answers N with the body TEXT; with `N:SECONDS` also Retry-After
  location URL      answers 302 to URL
  hang              reads the request and never answers
  close             reads the request and closes the connection
  endless           answers 200 with a body without end
  headers           answers with headers without end
  drip              answers 200 with a byte of the body each tenth of a second

--log FILE   appends a JSON object for each request: method, path, headers, body
"""
import http.server
import json
import pathlib
import sys
import threading
import time

ARGUMENTS = {"file": 2, "status": 2, "location": 1, "hang": 0, "close": 0, "endless": 0, "headers": 0, "drip": 0}
words = sys.argv[1:]
log_file = None
if words[:1] == ["--log"]:
    log_file, words = words[1], words[2:]
modes = []
while words:
    count = ARGUMENTS[words[0]] + 1
    modes.append(words[:count])
    words = words[count:]

lock = threading.Lock()


def next_mode():
    with lock:
        return modes.pop(0) if len(modes) > 1 else modes[0]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def any_method(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if log_file:
            line = json.dumps({"method": self.command, "path": self.path, "headers": dict(self.headers.items()),
                               "body": body.decode("utf-8", "backslashreplace")})
            with lock, open(log_file, "a") as file:
                file.write(line + "\n")
        mode, *arguments = next_mode()
        try:
            getattr(self, "answer_" + mode)(*arguments)
        except OSError:
            self.close_connection = True  # the client has gone

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = any_method

    def answer(self, status, body, headers=()):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def answer_file(self, path, content_type):
        self.answer(200, pathlib.Path(path).read_bytes(), [("Content-Type", content_type)])

    def answer_status(self, status, text):
        status, _, seconds = status.partition(":")
        self.answer(int(status), text.encode(), [("Retry-After", seconds)] if seconds else [])

    def answer_location(self, url):
        self.answer(302, b"", [("Location", url)])

    def answer_hang(self):
        time.sleep(3600)

    def answer_close(self):
        self.close_connection = True

    def answer_endless(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            self.wfile.write(b"x" * 65536)

    def answer_headers(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            self.wfile.write(b"X-Again: " + b"x" * 1000 + b"\r\n")

    def answer_drip(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
        while True:
            self.wfile.write(b"x")
            time.sleep(0.1)

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 128


server = Server(("127.0.0.1", 0), Handler)
print(server.server_address[1], flush=True)
server.serve_forever()
