#!/bin/bash
# The extraction of messages reads C++ as it is written, and finds an id with two texts.
. "$OBJECTOS_TESTS/lib.sh"

mkdir -p lib cli
echo '{}' >help.json
extract() { python3 "$OBJECTOS_TESTS/tools/extract_messages.py" . help.json | jq -c .; }
cat >lib/a.cpp <<'CPP'
throw Error(Errc::data, Message("a.joined", "one " // and
                                            "two \"{{name}}\" \\ \x41"
                                            , {{"name", "not a message"}}));
if (c != '"') fail(at_, "a.helper", "{{place}}: from a helper");
// Message("a.comment", "not this one");
const char* text = R"sh(Message("a.raw", "nor this one"))sh";
CPP
expect_json '{"a":{"helper":"{{place}}: from a helper","joined":"one two \"{{name}}\" \\ A"}}' extract
echo 'Message("a.helper", "another text")' >cli/b.cpp
expect_status 1 extract
expect_err 'a\.helper has another text'
echo 'Message("a.variable", text)' >cli/b.cpp
expect_status 1 extract
expect_err 'cli/b.cpp:1: a\.variable: its English is no literal'
echo 'Message("a.helper.more", "an id in an id")' >cli/b.cpp
expect_status 1 extract
expect_err 'a part of it is an id itself'
