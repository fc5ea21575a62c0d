#!/usr/bin/python3
"""Random metrics with names, labels and values of all sorts that are allowed, the same ones for the same SEED.

  hostile_metrics.py record SEED    lines for `objectos batch` that record them
  hostile_metrics.py get SEED       lines that ask for each series
  hostile_metrics.py compare SEED REPLIES URL INSTANCE
      holds what `get` replied beside what the Prometheus at URL has of INSTANCE; exit status 1, and what differs, unless
      it has all of them and nothing else
"""
import json
import math
import random
import re
import sys
import urllib.parse
import urllib.request

FIRST = "abcXYZ_é中"
REST = FIRST + "0189.-/:🙂"
VALUES = ["\\", '"', "\n", "\\n", "\r", "\t", "\0", " ", "{", "}", ",", "=", "#", "a", "Z", "0", "é", "中", "🙂", "\u2028",
          "\ufeff", "'", "\x1b", "\x7f", "# EOF", "le", "NaN"]
NUMBERS = ["NaN", "+Inf", "-Inf", "0", "-0", "1", "-1", "0.1", "0.30000000000000004", "5e-324", "-1.7976931348623157e308",
           "1e21", "123456789012345680", "1e-7", "2.5", "100000", "9007199254740993"]


def families(seed):
    """(type, name, [(labels, [numbers])])"""
    dice = random.Random(seed)
    text = lambda first, rest, most: dice.choice(first) + "".join(dice.choices(rest, k=dice.randrange(most)))
    for number in range(60):
        kind = dice.choice(["counter", "gauge", "histogram"])
        name = text(FIRST, REST, 20) + str(number) + dice.choice(["", "", ".total", "_seconds"])
        label_names = [text("abcXYZé中", REST.replace(":", ""), 8) + str(i) for i in range(dice.randrange(4))]
        series = []
        for _ in range(dice.randrange(1, 4)):
            labels = {label: "".join(dice.choices(VALUES, k=dice.randrange(1, 8))) for label in label_names}
            numbers = dice.choices(NUMBERS, k=dice.randrange(1, 6))
            if kind == "counter":
                numbers = [n for n in numbers if float(n) >= 0 and n not in ("+Inf", "-0")] or ["1"]
            if kind == "histogram":
                numbers = [n for n in numbers if n != "NaN"] or ["1"]
            series.append((labels, numbers))
        yield kind, name, series


def words_of(labels):
    return [word for name, value in labels.items() for word in ("-l", f"{name}={value}")]


def recording(seed):
    for kind, name, series in families(seed):
        for labels, numbers in series:
            verb = {"counter": "inc", "gauge": "set", "histogram": "observe"}[kind]
            if kind == "histogram":
                yield ["metrics", verb, *words_of(labels), "--", name, *numbers]
            else:
                for number in numbers:
                    yield ["metrics", verb, *words_of(labels), "--", name, number]


def asking(seed):
    for _, name, series in families(seed):
        for labels, _ in series:
            yield ["metrics", "get", *words_of(labels), "--", name]


def mapped(name, legal):
    name = re.sub(f"[^{legal}]", "_", name)
    return re.sub("^[0-9]", "_", name)


def key(name, labels):
    labels = tuple(sorted((mapped(label, "a-zA-Z0-9_"), value) for label, value in labels.items()))
    return name, labels


def expected(reply):
    """Series of the exposition, each with its value, for what `get` says of one."""
    labels, name = reply["labels"], mapped(reply["name"], "a-zA-Z0-9_:")
    if reply["type"] == "histogram":
        yield key(name + "_sum", labels), float(reply["sum"])
        yield key(name + "_count", labels), float(reply["count"])
        for bound, count in reply["buckets"].items():
            yield key(name + "_bucket", {**labels, "le": str(float(bound))}), float(count)
        return
    if reply["type"] == "counter" and not name.endswith("_total"):
        name += "_total"
    yield key(name, labels), float(reply["value"])


def compare(seed, replies, url, instance):
    want = {}
    with open(replies) as file:
        for line in file:
            reply = json.loads(line)
            if reply["exit"] == 0:
                want.update(expected(reply["result"]))
    query = urllib.parse.urlencode({"query": f'{{instance="{instance}"}}'})
    with urllib.request.urlopen(f"{url}/api/v1/query?{query}") as answer:
        result = json.load(answer)["data"]["result"]
    got = {}
    for series in result:
        labels = series["metric"]
        name = labels.pop("__name__")
        if name == "up" or name.startswith("scrape_"):
            continue
        del labels["instance"], labels["job"]
        if "le" in labels:
            labels["le"] = str(float(labels["le"]))
        got[key(name, labels)] = float(series["value"][1])
    same = lambda a, b: a == b or (math.isnan(a) and math.isnan(b))
    faults = [f"{series}: {want.get(series)} here, {got.get(series)} there" for series in want.keys() | got.keys()
              if series not in want or series not in got or not same(want[series], got[series])]
    if faults or len(want) < 100:
        sys.exit("\n".join(faults[:10]) + f"\n{len(faults)} of {len(want)} series differ")


command, seed, *rest = sys.argv[1:]
if command == "compare":
    compare(seed, *rest)
else:
    for words in recording(seed) if command == "record" else asking(seed):
        print(json.dumps(words))
