#!/usr/bin/python3
"""on_terminal.py ANSWER CMD…: runs CMD with a terminal as stdin and stderr (stdout stays what it is), types
ANSWER and Enter once CMD has printed something there, shows what the terminal showed on stderr, and exits with
CMD's status, or 124 after ten seconds."""
import os
import pty
import select
import subprocess
import sys
import time

answer, command = sys.argv[1], sys.argv[2:]
here, there = pty.openpty()
child = subprocess.Popen(command, stdin=there, stderr=there, start_new_session=True)
os.close(there)
deadline = time.monotonic() + 10
answered = False
while True:
    if not select.select([here], [], [], max(0, deadline - time.monotonic()))[0]:
        child.kill()
        child.wait()
        sys.exit(124)
    try:
        shown = os.read(here, 4096)
    except OSError:  # the last process has closed the terminal
        break
    if not shown:
        break
    sys.stderr.buffer.write(shown)
    sys.stderr.buffer.flush()
    if not answered:
        answered = True
        os.write(here, answer.encode() + b"\n")
sys.exit(child.wait())
