#!/usr/bin/python3
"""read_mail.py FILE…: what Python's email package reads in mails, a JSON object for each in a line: subject, from, to, cc,
message_id, and parts with type, disposition, name, cid and bytes (base64), in the order of the mail."""
import base64
import email
import email.header
import email.policy
import email.utils
import json
import sys


def text(value):
    return str(email.header.make_header(email.header.decode_header(value)))


def addresses(message, name):
    values = ["".join(str(value).splitlines()) for value in message.get_all(name, [])]
    return [[text(person), address] for person, address in email.utils.getaddresses(values)]


def part_of(part):
    return {"type": part.get_content_type(), "disposition": part.get_content_disposition(), "name": part.get_filename(),
            "cid": part.get("Content-ID"), "bytes": base64.b64encode(part.get_payload(decode=True) or b"").decode()}


for path in sys.argv[1:]:
    with open(path, "rb") as file:
        data = file.read()
    modern = email.message_from_bytes(data, policy=email.policy.default)
    old = email.message_from_bytes(data, policy=email.policy.compat32)
    defects = [str(defect) for part in modern.walk() for defect in part.defects]
    print(json.dumps({
        "subject": modern["subject"], "from": addresses(old, "from"), "to": addresses(old, "to"), "cc": addresses(old, "cc"),
        "message_id": old["message-id"], "tree": [part.get_content_type() for part in modern.walk()], "defects": defects,
        "parts": [part_of(part) for part in modern.walk() if not part.is_multipart()]}))
