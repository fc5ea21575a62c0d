#!/usr/bin/python3
"""smtp_sink.py [OPTION…] [STAGE=DEED…]: an SMTP server that keeps what it gets, or misbehaves where it is told to.
Prints its port, a free one of 127.0.0.1, and serves until it is killed.

  --dir DIR           the mails go there, each in a file N.mail with its bytes, after N.json: from, to, user, tls,
                      connection (the first is 1), hello
  --log FILE          appends each command as it came, `connect` and `disconnect`, with the connection's number in front
  --tls STEM          offers STARTTLS with STEM.pem and STEM.key
  --implicit-tls      with --tls: TLS from the first byte
  --auth USER:SECRET  wants a login; --mechanisms LIST offers these (PLAIN,LOGIN,CRAM-MD5,XOAUTH2)
  --no-utf8           does not offer SMTPUTF8
  --per-connection N  says 421 to the next mail after N, and closes

STAGE  greeting, ehlo, helo, starttls, tls (the handshake), auth, mail, rcpt, rcpt:ADDRESS, data, body (the mail while it
       comes), end (the answer to all of it), after (when that was given), noop, quit
DEED   a reply such as `550 no such user`, or cut (closes), reset (closes by RST), hang (says no more), garbage (a line
       that is no reply), drip (the right reply, a byte each 20 ms). With `*N` behind: only the first N times.
"""
import argparse
import base64
import hmac
import json
import os
import re
import secrets
import socket
import ssl
import struct
import threading
import time

parser = argparse.ArgumentParser()
parser.add_argument("--dir")
parser.add_argument("--log")
parser.add_argument("--tls")
parser.add_argument("--implicit-tls", action="store_true")
parser.add_argument("--auth")
parser.add_argument("--mechanisms", default="PLAIN,LOGIN,CRAM-MD5,XOAUTH2")
parser.add_argument("--no-utf8", action="store_true")
parser.add_argument("--per-connection", type=int)
parser.add_argument("script", nargs="*")
options = parser.parse_args()

lock = threading.Lock()
script = {}
for word in options.script:
    stage, deed = word.split("=", 1)
    times = re.search(r"\*(\d+)$", deed)
    script[stage.lower()] = [deed[:times.start()] if times else deed, int(times.group(1)) if times else -1]
mails = 0
connections = 0

context = None
if options.tls:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(options.tls + ".pem", options.tls + ".key")


def deed_at(stage):
    """What the script says for this stage, once more; None: what is right."""
    with lock:
        deed = script.get(stage)
        if not deed or deed[1] == 0:
            return None
        if deed[1] > 0:
            deed[1] -= 1
        return deed[0]


class Gone(Exception):
    pass


class Connection:
    def __init__(self, sock, number):
        self.sock, self.number = sock, number
        self.buffer = b""
        self.user, self.hello, self.is_tls = None, None, False
        self.sender, self.recipients, self.count = None, [], 0

    # ---- bytes

    def log(self, line):
        if options.log:
            with lock, open(options.log, "a", errors="surrogateescape") as file:
                file.write(f"{self.number} {line}\n")

    def send(self, line, drips=False):
        data = (line + "\r\n").encode()
        if not drips:
            self.sock.sendall(data)
            return
        for byte in data:
            self.sock.sendall(bytes([byte]))
            time.sleep(0.02)

    def fill(self):
        data = self.sock.recv(65536)
        if not data:
            raise Gone
        self.buffer += data

    def line(self):
        while b"\n" not in self.buffer:
            self.fill()
        line, self.buffer = self.buffer.split(b"\n", 1)
        return line.rstrip(b"\r").decode("utf-8", "surrogateescape")

    def do(self, deed, right):
        """True if the right thing was said."""
        if deed is None or deed == "drip":
            if right:
                self.send(right, drips=deed == "drip")
            return True
        if deed == "reset":
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        if deed in ("cut", "reset"):
            raise Gone
        if deed == "hang":
            while True:
                self.fill()
        self.send("what?" if deed == "garbage" else deed)
        if deed.startswith("421"):
            raise Gone
        return False

    def reply(self, stage, right):
        return self.do(deed_at(stage), right)

    # ---- commands

    def serve(self):
        if options.implicit_tls:
            self.secure()
        self.reply("greeting", "220 sink.test ESMTP")
        while True:
            command = self.line()
            self.log(command)
            verb, _, rest = command.partition(" ")
            method = getattr(self, "on_" + verb.lower(), None)
            if method:
                method(rest)
            else:
                self.send("500 5.5.1 what?")

    def secure(self):
        self.reply("tls", None)
        self.sock = context.wrap_socket(self.sock, server_side=True)
        self.is_tls = True

    def on_ehlo(self, name):
        self.hello = name
        offers = ["sink.test", "SIZE 100000000", "8BITMIME", "ENHANCEDSTATUSCODES"]
        if not options.no_utf8:
            offers.append("SMTPUTF8")
        if context and not self.is_tls:
            offers.append("STARTTLS")
        if options.auth:
            offers.append("AUTH " + options.mechanisms.replace(",", " "))
        lines = [("250 " if i + 1 == len(offers) else "250-") + offer for i, offer in enumerate(offers)]
        self.reply("ehlo", "\r\n".join(lines))

    def on_helo(self, name):
        self.hello = name
        self.reply("helo", "250 sink.test")

    def on_starttls(self, _):
        if not context:
            self.send("502 5.5.1 not offered")
        elif self.reply("starttls", "220 2.0.0 go ahead"):
            self.buffer = b""
            self.secure()

    def ask(self, challenge):
        self.send("334 " + base64.b64encode(challenge.encode()).decode())
        return base64.b64decode(self.line()).decode("utf-8", "replace")

    def claim(self, mechanism, initial):
        """Who logs in, and whether the secret is right."""
        user, secret = options.auth.split(":", 1)
        first = base64.b64decode(initial).decode() if initial else None
        if mechanism == "PLAIN":
            _, name, given = (first or self.ask("")).split("\0")
            return name, given == secret and name == user
        if mechanism == "LOGIN":
            name = first or self.ask("Username:")
            return name, self.ask("Password:") == secret and name == user
        if mechanism == "CRAM-MD5":
            challenge = f"<{secrets.token_hex(8)}@sink.test>"
            name, digest = self.ask(challenge).rsplit(" ", 1)
            return name, digest == hmac.new(secret.encode(), challenge.encode(), "md5").hexdigest() and name == user
        name, token = re.fullmatch("user=(.*)\x01auth=Bearer (.*)\x01\x01", first or self.ask("")).groups()
        is_right = token == secret and name == user
        if not is_right:
            self.ask('{"status":"400"}')  # the client says that it has understood
        return name, is_right

    def on_auth(self, rest):
        mechanism, _, initial = rest.partition(" ")
        if not options.auth or mechanism not in options.mechanisms.split(","):
            self.send("504 5.5.4 no such mechanism")
            return
        try:
            name, is_right = self.claim(mechanism, initial)
        except (ValueError, AttributeError):
            self.send("501 5.5.2 cannot read that")
            return
        if not is_right:
            # With their own words back, as a careless server does.
            self.send("535 5.7.8 authentication failed for " + options.auth)
        elif self.reply("auth", "235 2.7.0 welcome"):
            self.user = name

    def on_mail(self, rest):
        if options.per_connection and self.count >= options.per_connection:
            self.send("421 4.7.0 enough for this connection")
            raise Gone
        if options.auth and not self.user:
            self.send("530 5.7.0 log in first")
        elif self.reply("mail", "250 2.1.0 ok"):
            self.sender, self.recipients = self.address(rest), []

    @staticmethod
    def address(rest):
        return re.match(r"[A-Za-z]+:<(.*?)>(?: |$)", rest).group(1)

    def on_rcpt(self, rest):
        address = self.address(rest)
        deed = deed_at("rcpt:" + address.lower())
        if self.do(deed if deed else deed_at("rcpt"), "250 2.1.5 ok"):
            self.recipients.append(address)

    def on_data(self, _):
        if not self.recipients:
            self.send("503 5.5.1 no recipients")
        elif self.reply("data", "354 go on"):
            self.on_body()

    def on_body(self):
        deed = deed_at("body")
        if deed:
            while not self.buffer:
                self.fill()
            self.do(deed, None)
        data = self.until_dot()
        if self.do(deed_at("end"), None):
            self.keep(data)
            self.count += 1
            self.send("250 2.0.0 kept")
            self.reply("after", None)

    def until_dot(self):
        data = b"\r\n" + self.buffer
        while (end := data.find(b"\r\n.\r\n")) < 0:
            self.buffer = b""
            self.fill()
            data += self.buffer
        self.buffer = data[end + 5:]
        return data[2:end + 2].replace(b"\r\n.", b"\r\n") if not data.startswith(b"\r\n.") else \
            data[3:end + 2].replace(b"\r\n.", b"\r\n")

    def keep(self, data):
        global mails
        with lock:
            mails += 1
            number = mails
        if not options.dir:
            return
        stem = os.path.join(options.dir, str(number))
        envelope = {"from": self.sender, "to": self.recipients, "user": self.user, "tls": self.is_tls,
                    "connection": self.number, "hello": self.hello}
        with open(stem + ".json", "w") as file:
            json.dump(envelope, file)
        with open(stem + ".new", "wb") as file:
            file.write(data)
        os.rename(stem + ".new", stem + ".mail")

    def on_rset(self, _):
        self.send("250 2.0.0 ok")

    def on_noop(self, _):
        self.reply("noop", "250 2.0.0 ok")

    def on_quit(self, _):
        self.reply("quit", "221 2.0.0 bye")
        raise Gone


def run(sock, number):
    connection = Connection(sock, number)
    connection.log("connect")
    try:
        connection.serve()
    except (Gone, OSError):
        pass
    connection.log("disconnect")
    connection.sock.close()


listener = socket.create_server(("127.0.0.1", 0), backlog=128)
print(listener.getsockname()[1], flush=True)
while True:
    accepted, _ = listener.accept()
    accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connections += 1
    threading.Thread(target=run, args=(accepted, connections), daemon=True).start()
