#!/usr/bin/python3
"""extract_messages.py SOURCE-DIRECTORY HELP.json: prints locales/en.json.

The English texts of the program are where they are used: in `Message("id", "English", …)` and in calls such as
`fail(offset, "id", "English")` in lib/ and cli/, and in the command table, whose texts `objectos __messages`
prints (HELP.json). This collects them, by id. Exit status 1 and a line for each fault: an id with two texts, an id
that is a part of another one, a placeholder with a strange name, a text that is no literal."""
import json
import pathlib
import re
import sys

LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
GAP = re.compile(r"(?:\s|//[^\n]*\n|/\*.*?\*/)*", re.S)
ID = re.compile(r"[a-z0-9]+(?:[._][a-z0-9_]+)*\.[a-z0-9_]+(?:\.[a-z0-9_]+)*\Z")
PLACEHOLDER = re.compile(r"\{\{([^{}]*)\}\}")
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", '"': '"', "'": "'", "\\": "\\", "a": "\a", "b": "\b"}


def unescaped(text):
    """What a C++ string literal's inside stands for."""
    data = bytearray()
    for match in re.finditer(r"\\x([0-9a-fA-F]+)|\\u([0-9a-fA-F]{4})|\\(.)|([^\\]+)", text, re.S):
        byte, unit, escape, plain = match.groups()
        if byte:
            data.append(int(byte, 16))
        elif unit:
            data += chr(int(unit, 16)).encode()
        elif escape:
            data += ESCAPES[escape].encode()
        else:
            data += plain.encode()
    return data.decode()


def without_comments(source):
    """Comments, raw strings and character literals as blanks, so that no quote in them is taken for a string's;
    positions stay."""
    token = re.compile(
        r'R"(?P<end>\w*)\(.*?\)(?P=end)"'
        r'|(?P<string>"(?:[^"\\\n]|\\.)*")'
        r"|'(?:[^'\\\n]|\\[^\n][0-9a-fA-F]*)'"
        r"|//[^\n]*|/\*.*?\*/",
        re.S,
    )
    return token.sub(lambda m: m.group() if m.group("string") else re.sub(r"[^\n]", " ", m.group()), source)


def literal_at(source, at):
    """The adjacent string literals at `at` as one text, and where they end; (None, at) if there is none."""
    text = None
    while True:
        start = GAP.match(source, at).end()
        match = LITERAL.match(source, start)
        if not match:
            return text, at
        text = (text or "") + unescaped(match.group(1))
        at = match.end()


def pairs(source):
    """(position, id, English) of everything that looks like `…("id", "English"` or `…, "id", "English"`."""
    for match in LITERAL.finditer(source):
        before = source[: match.start()].rstrip()
        if not before.endswith(("(", ",", "{")) or not ID.match(match.group(1)):
            continue
        at = GAP.match(source, match.end()).end()
        if source[at : at + 1] != ",":
            continue
        english, _ = literal_at(source, at + 1)
        # A message is a sentence; "key", "value" pairs of JSON and places are not.
        if english is not None and re.search(r" |\{\{", english):
            yield match.start(), match.group(1), english


def main():
    root, help_file = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    faults = []
    texts = {}

    def add(where, name, english):
        if name in texts and texts[name] != english:
            faults.append(f"{where}: {name} has another text elsewhere: {texts[name]!r} and {english!r}")
        texts.setdefault(name, english)
        for placeholder in PLACEHOLDER.findall(english):
            if not re.fullmatch(r"[a-z_]+", placeholder):
                faults.append(f"{where}: {name} has a strange placeholder {placeholder!r}")

    for folder in ("lib", "cli"):
        for path in sorted((root / folder).rglob("*")):
            if path.suffix not in (".cpp", ".hpp"):
                continue
            source = without_comments(path.read_text(encoding="utf-8"))
            for at, name, english in pairs(source):
                add(f"{path.relative_to(root)}:{source.count(chr(10), 0, at) + 1}", name, english)
            # A message whose English is a variable: its literals stand elsewhere and were found there.
            for match in re.finditer(r'Message\(\s*"([^"]*)"\s*,\s*(?!\s*")', source):
                if match.group(1) not in texts:
                    line = source.count("\n", 0, match.start()) + 1
                    faults.append(f"{path.relative_to(root)}:{line}: {match.group(1)}: its English is no literal")
            for match in re.finditer(r'Message\(\s*"([^"]*)"', source):
                if match.group(1) not in texts:
                    line = source.count("\n", 0, match.start()) + 1
                    faults.append(f"{path.relative_to(root)}:{line}: {match.group(1)}: this id was not understood")
    for name, english in json.loads(help_file.read_text(encoding="utf-8")).items():
        add("__messages", name, english)

    tree = {}
    for name in sorted(texts):
        node = tree
        *parents, last = name.split(".")
        for parent in parents:
            node = node.setdefault(parent, {})
            if not isinstance(node, dict):
                faults.append(f"{name}: a part of it is an id itself")
                break
        else:
            if isinstance(node.get(last), dict):
                faults.append(f"{name}: other ids begin with it")
            node[last] = texts[name]
    if faults:
        sys.exit("\n".join(faults))
    print(json.dumps(tree, ensure_ascii=False, indent=2, sort_keys=True))


main()
