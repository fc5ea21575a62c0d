#!/usr/bin/python3
"""trapping.py SIGNAL WRAPPER…: becomes WRAPPER with a command that makes the file `ready` and waits for SIGNAL, then
writes its name to the file `got` and exits with 42. Not from a shell: bash ignores SIGINT and SIGQUIT in what it puts
into the background."""
import os
import signal
import sys

name, wrapper = sys.argv[1], sys.argv[2:]
for number in (signal.SIGINT, signal.SIGQUIT):
    signal.signal(number, signal.SIG_DFL)
command = f"trap 'echo {name} >got; exit 42' {name}; : >ready; while :; do sleep 0.01; done"
os.execvp(wrapper[0], [*wrapper, "sh", "-c", command])
