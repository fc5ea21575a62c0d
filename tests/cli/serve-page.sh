#!/bin/bash
# The page for people: what status shows, without scripts, and nothing in it is taken for HTML that is not.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

export OBJECTOS_METRICS_ALERTS='[{"name":"<script>alert(1)</script>&\"","metric":"a.total","op":">","threshold":0}]'
objectos metrics inc a.total
run objectos metrics alerts check
start_serve S
curl -s -D head "$S_url/" >page
expect_status 0 grep -q '^Content-Type: text/html; charset=utf-8' head
expect_same 1 "$(grep -c '^Content-Security-Policy' head)"
nonce=$(sed -n "s/^Content-Security-Policy: .*style-src 'nonce-\([0-9a-f]*\)'.*/\1/p" head)
expect_status 0 grep -q "<style nonce=\"$nonce\">" page
expect_status 1 grep -Eq 'unsafe|script-src' head
expect_status 1 grep -Eiq '<script|onload|javascript:|https?://' page
expect_status 0 grep -q '&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;' page
expect_status 0 grep -q '<span class="degraded">degraded</span>' page
expect_status 0 grep -q '<code>objectos metrics alerts list</code>' page
[[ $nonce != "$(curl -s -D - -o /dev/null "$S_url/" | sed -n "s/.*'nonce-\([0-9a-f]*\)'.*/\1/p")" ]] || fail 'the same nonce again'
expect_status 0 python3 -c '
import html.parser
stack = []
class Check(html.parser.HTMLParser):
    def handle_starttag(self, tag, attributes):
        if tag not in ("meta", "br"): stack.append(tag)
    def handle_endtag(self, tag):
        assert stack.pop() == tag, tag
Check().feed(open("page").read())
assert not stack, stack'
# Values and keys are data, never HTML.
curl -s -X PUT -d '{"value":"<script>"}' -o /dev/null "$S_url/api/v1/storage/%3Cscript%3E"
curl -s -D head -o /dev/null "$S_url/api/v1/storage/%3Cscript%3E"
expect_status 0 grep -q '^Content-Type: application/json' head
curl -s -D head -o /dev/null "$S_url/%3Cscript%3E"
expect_status 0 grep -q '^Content-Type: application/json' head
