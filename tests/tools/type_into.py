#!/usr/bin/python3
"""type_into.py SHELL SETUP TYPED…: starts SHELL (bash, zsh, fish) on a terminal, lets it run the line SETUP, and for
each TYPED types it at the prompt, with \\t for the TAB key, and prints what the command line has become. With
--screen in front, prints what the terminal showed after the last one instead. Exit status 124 after 20 seconds."""
import fcntl
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import termios
import time

words = sys.argv[1:]
screen = words[0] == "--screen"
if screen:
    words.pop(0)
shell, setup, typed = words[0], words[1], words[2:]
scratch = tempfile.mkdtemp()
line = os.path.join(scratch, "line")
# A key that writes the command line to a file, and empties it.
keys = {
    "bash": f"""dump() {{ printf '%s\\n' "$READLINE_LINE" >{line}.new; mv {line}.new {line}; READLINE_LINE=; }}
bind -x '"\\C-x\\C-d": dump'; bind 'set bell-style none'; bind 'set enable-bracketed-paste off'; PS1='ready> '""",
    "zsh": f"""dump() {{ print -r -- "$BUFFER" >{line}.new; mv {line}.new {line}; BUFFER= }}; zle -N dump
bindkey '^X^D' dump; bindkey '^I' complete-word; unsetopt beep; PS1='ready> '""",
    "fish": f"""function dump; commandline >{line}.new; mv {line}.new {line}; commandline ''; end
bind \\cx\\cd dump; function fish_prompt; echo -n 'ready> '; end; set -g fish_autosuggestion_enabled 0; set -g fish_greeting""",
}
start_file = os.path.join(scratch, "start")
with open(start_file, "w", encoding="utf-8") as file:
    file.write(setup + "\n" + keys[shell] + "\n")
command = {
    "bash": ["bash", "--noprofile", "--rcfile", start_file, "-i"],
    "zsh": ["zsh", "-f", "-i"],
    "fish": ["fish", "--no-config", "--init-command", f"source {start_file}", "-i"],
}[shell]
here, there = pty.openpty()
child = subprocess.Popen(command, stdin=there, stdout=there, stderr=there, start_new_session=True,
                         env={**os.environ, "TERM": "xterm"}, preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))
os.close(there)
deadline = time.monotonic() + 20
shown = bytearray()


def until(condition):
    while not condition():
        if time.monotonic() > deadline:
            sys.stderr.write("on the screen: " + shown.decode(errors="replace") + "\n")
            raise TimeoutError
        if select.select([here], [], [], 0.02)[0]:
            shown.extend(os.read(here, 65536))


def send(text):
    os.write(here, text.encode())


status = 0
try:
    if shell == "zsh":
        until(lambda: b"% " in shown or b"# " in shown)
        send(f"source {start_file}\r")
    until(lambda: b"ready> " in shown)
    for text in typed:
        shown.clear()
        send(text.replace("\\t", "\t"))
        send("\x18\x04")
        until(lambda: os.path.exists(line))
        if not screen:
            with open(line, encoding="utf-8") as file:
                print(file.read().rstrip("\n "))  # completion adds a blank
        os.unlink(line)
    if screen:
        print(re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>()][A-Z0]?|\r", "", shown.decode(errors="replace")))
except TimeoutError:
    status = 124
finally:
    os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    shutil.rmtree(scratch, ignore_errors=True)
sys.exit(status)
