#!/usr/bin/python3
"""generate.py OBJECTOS SOURCE-DIRECTORY [DIRECTORY]: writes man/*.1, completions/* and locales/en.json, which are
made from what the binary prints and from the messages in the sources, into DIRECTORY (the source directory)."""
import pathlib
import subprocess
import sys
import tempfile

objectos, source = sys.argv[1], pathlib.Path(sys.argv[2])
target = pathlib.Path(sys.argv[3]) if len(sys.argv) > 3 else source


def printed(*words):
    return subprocess.run(words, check=True, stdout=subprocess.PIPE).stdout


def write(name, content):
    path = target / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_bytes() != content:
        path.write_bytes(content)
        print(f"wrote {name}")


for page in printed(objectos, "__manual").decode().split():
    write(f"man/{page}.1", printed(objectos, "__manual", page))
for shell, name in (("bash", "objectos.bash"), ("zsh", "_objectos"), ("fish", "objectos.fish")):
    write(f"completions/{name}", printed(objectos, "completion", shell))
with tempfile.NamedTemporaryFile(suffix=".json") as help_texts:
    help_texts.write(printed(objectos, "__messages"))
    help_texts.flush()
    extract = pathlib.Path(__file__).with_name("extract_messages.py")
    write("locales/en.json", printed(sys.executable, str(extract), str(source), help_texts.name))
