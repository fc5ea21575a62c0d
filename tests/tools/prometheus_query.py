#!/usr/bin/python3
"""prometheus_query.py URL EXPRESSION: what a Prometheus answers to an instant query, a line `LABELS VALUE` for each series,
sorted; LABELS is JSON without the name and the instance. Exit status 1 if it has no answer yet."""
import json
import sys
import urllib.parse
import urllib.request

url, expression = sys.argv[1:]
query = urllib.parse.urlencode({"query": expression})
with urllib.request.urlopen(f"{url}/api/v1/query?{query}") as answer:
    result = json.load(answer)["data"]["result"]
lines = []
for series in result:
    labels = {name: value for name, value in series["metric"].items() if name not in ("__name__", "instance")}
    lines.append(json.dumps(labels, sort_keys=True, separators=(",", ":")) + " " + series["value"][1])
print("\n".join(sorted(lines)))
sys.exit(not lines)
