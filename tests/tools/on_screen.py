#!/usr/bin/python3
"""on_screen.py [--columns N] [--streams 012] [--when TEXT --type KEYS] CMD…: runs CMD with a terminal of its own as
the streams named (all three by default; the others stay what they are), types KEYS once it shows TEXT, and prints
exactly what the terminal got. Exits with CMD's status (128 + the signal that ended it), or 124 after ten seconds.
In KEYS \\n is Enter, \\x03 is Ctrl-C, \\x04 is Ctrl-D."""
import argparse
import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time

parser = argparse.ArgumentParser(add_help=False)
parser.add_argument("--columns", type=int, default=80)
parser.add_argument("--streams", default="012")
parser.add_argument("--when")
parser.add_argument("--type", default="")
parser.add_argument("command", nargs=argparse.REMAINDER)
options = parser.parse_args()

here, there = pty.openpty()
fcntl.ioctl(there, termios.TIOCSWINSZ, struct.pack("HHHH", 50, options.columns, 0, 0))
modes = termios.tcgetattr(there)
modes[1] &= ~termios.OPOST  # newlines stay as they are
modes[3] &= ~termios.ECHO
termios.tcsetattr(there, termios.TCSANOW, modes)
streams = {name: there for number, name in (("0", "stdin"), ("1", "stdout"), ("2", "stderr")) if number in options.streams}
child = subprocess.Popen(options.command, start_new_session=True,
                         preexec_fn=lambda: fcntl.ioctl(there, termios.TIOCSCTTY, 0), **streams)
os.close(there)
deadline = time.monotonic() + 10
shown = bytearray()
waiting = options.when
while True:
    if not select.select([here], [], [], max(0, deadline - time.monotonic()))[0]:
        child.kill()
        child.wait()
        sys.stdout.buffer.write(shown)
        sys.exit(124)
    try:
        piece = os.read(here, 4096)
    except OSError:  # the last process has closed the terminal
        break
    if not piece:
        break
    shown += piece
    if waiting and waiting.encode() in shown:
        waiting = None
        os.write(here, options.type.encode().decode("unicode_escape").encode())
sys.stdout.buffer.write(shown)
status = child.wait()
sys.exit(status if status >= 0 else 128 - status)
