#!/usr/bin/python3
"""check_sarif.py FILE: exit status 1 and a line on what is wrong unless FILE is SARIF 2.1.0, as far as our reports use
it: for each kind of object the members that the OASIS schema knows and requires (it allows no others), and what its
prose asks of rule indices and regions."""
import json
import re
import sys
import urllib.parse

# kind → member: what it must be. A trailing ! is required, [kind] a list, {…} one of, other names a kind of object.
KINDS = {
    "log": {"$schema": "uri", "version!": {"2.1.0"}, "runs!": ["run"]},
    "run": {"tool!": "tool", "columnKind": {"utf16CodeUnits", "unicodeCodePoints"}, "results": ["result"],
            "invocations": ["invocation"]},
    "invocation": {"executionSuccessful!": bool},
    "tool": {"driver!": "toolComponent"},
    "toolComponent": {"name!": str, "version": str, "rules": ["reportingDescriptor"], "informationUri": "uri"},
    "reportingDescriptor": {"id!": str, "shortDescription": "multiformat", "help": "multiformat",
                            "defaultConfiguration": "configuration"},
    "multiformat": {"text!": str},
    "configuration": {"enabled": bool, "level": {"none", "note", "warning", "error"}},
    "result": {"ruleId": str, "ruleIndex": int, "level": {"none", "note", "warning", "error"}, "message!": "message",
               "locations": ["location"], "relatedLocations": ["location"], "partialFingerprints": "strings",
               "properties": dict},
    "message": {"text!": str},
    "location": {"physicalLocation": "physicalLocation", "logicalLocations": ["logicalLocation"], "message": "message"},
    "physicalLocation": {"artifactLocation!": "artifactLocation", "region": "region"},
    "artifactLocation": {"uri!": "uri"},
    "logicalLocation": {"fullyQualifiedName!": str},
    "region": {"startLine!": int, "startColumn": int, "endLine": int, "endColumn": int},
}


def check(value, kind, path):
    def must(holds, what):
        if not holds:
            sys.exit(f"{path}: {what}: {json.dumps(value)[:200]}")

    if isinstance(kind, list):
        must(isinstance(value, list), "no list")
        for i, item in enumerate(value):
            check(item, kind[0], f"{path}[{i}]")
    elif isinstance(kind, set):
        must(value in kind, f"none of {sorted(kind)}")
    elif isinstance(kind, type):
        must(type(value) is kind, f"no {kind.__name__}")
        if kind is str:
            must(value != "", "empty")
    elif kind == "uri":
        must(isinstance(value, str) and re.fullmatch(r"(?:[A-Za-z0-9\-._~/:]|%[0-9A-F]{2})+", value), "no URI")
        must(urllib.parse.urlparse(value).scheme in ("", "file", "https"), "strange scheme")
    elif kind == "strings":
        must(isinstance(value, dict) and all(isinstance(each, str) for each in value.values()), "no strings")
    else:
        must(isinstance(value, dict), "no object")
        members = {name.rstrip("!"): what for name, what in KINDS[kind].items()}
        for name in value:
            must(name in members, f"unknown member {name}")
            check(value[name], members[name], f"{path}.{name}")
        for name in KINDS[kind]:
            must(not name.endswith("!") or name[:-1] in value, f"{name[:-1]} is missing")


log = json.load(open(sys.argv[1], encoding="utf-8"))
check(log, "log", "$")
for run in log["runs"]:
    rules = run["tool"]["driver"]["rules"]
    ids = [rule["id"] for rule in rules]
    if len(set(ids)) != len(ids):
        sys.exit("two rules have one id")
    for result in run["results"]:
        if ids[result["ruleIndex"]] != result["ruleId"]:
            sys.exit(f"ruleIndex {result['ruleIndex']} is not {result['ruleId']}")
        for place in result["locations"] + result.get("relatedLocations", []):
            region = place["physicalLocation"]["region"]
            begin, end = (region["startLine"], region["startColumn"]), (region["endLine"], region["endColumn"])
            if min(*begin, *end) < 1 or end < begin:
                sys.exit(f"strange region {region}")
