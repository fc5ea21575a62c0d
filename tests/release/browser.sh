#!/bin/bash
# The page in Chromium: it has its style under its own policy, and names that are HTML stay text. A page of
# somebody else, and one whose name leads here (DNS rebinding), can neither read nor write what is served.
. "$OBJECTOS_TESTS/lib.sh"
. "$OBJECTOS_TESTS/servers.sh"

command -v chromium >/dev/null || skip chromium
# The tree of URL as it is at the end; what the page has to say comes into `console`.
browse() {
  expect_status 0 env HOME="$PWD/home" timeout 60 chromium --headless --no-sandbox --disable-gpu --enable-logging=stderr \
    --virtual-time-budget=20000 --dump-dom "$@"
  cp "$out" dom
  grep -h CONSOLE "$err" >console || true
}
mkdir home

export OBJECTOS_METRICS_ALERTS='[{"name":"<img src=x onerror=\"document.title=1\"><script>document.title=2</script>","metric":"a.total","op":">","threshold":0}]'
objectos metrics inc a.total
run objectos metrics alerts check
objectos storage set secret-word xyzzy
start_serve S

browse "$S_url/"
expect_status 0 grep -q '<title>objectos: degraded</title>' dom
expect_status 0 grep -q '&lt;img src=x onerror=' dom
expect_no grep -q '<img\|<script' dom
expect_same '' "$(cat console)"
# With its style the page is 60rem wide at most and in the middle: a screenshot of it is not black on white alone.
expect_status 0 env HOME="$PWD/home" timeout 60 chromium --headless --no-sandbox --disable-gpu --window-size=1000,700 \
  --screenshot="$PWD/page.png" "$S_url/"
expect_status 0 python3 - page.png <<'P'
import struct, sys, zlib
data = open(sys.argv[1], "rb").read()
at, raw = 8, b""
while at < len(data):
    size, kind = struct.unpack(">I4s", data[at:at + 8])
    if kind == b"IHDR": width, height, _, color = struct.unpack(">IIBB", data[at + 8:at + 18])
    if kind == b"IDAT": raw += data[at + 8:at + 8 + size]
    at += size + 12
raw, step = zlib.decompress(raw), {2: 3, 6: 4}[color]
line, before, seen = width * step, bytes(width * step), set()
for y in range(height):
    kind, row = raw[y * (line + 1)], bytearray(raw[y * (line + 1) + 1:(y + 1) * (line + 1)])
    for x in range(line):
        left = row[x - step] if x >= step else 0
        corner = before[x - step] if x >= step else 0
        up = before[x]
        guess = left + up - corner
        paeth = min((left, up, corner), key=lambda value: abs(guess - value))
        row[x] = (row[x] + (0, left, up, (left + up) // 2, paeth)[kind]) & 255
    seen |= {bytes(row[x:x + 3]) for x in range(0, line, step)}
    before = row
assert bytes.fromhex("9a6700") in seen, "the word degraded has not its colour"
P

# Somebody else's page, at another port of this machine and under a name of its own that leads to ours.
mkdir site
cat >site/index.html <<H
<title>begun</title><pre id=log></pre><form id=f method=post enctype=text/plain action="$S_url/api/v1/notifications/send" target=frame>
<input name='{"channel":"inbox","to":"eve","body":"' value='hello"}'></form><iframe name=frame></iframe><script>
const log = text => document.getElementById('log').textContent += text + '\n';
const tell = (name, promise) => promise.then(async r => log(name + ' ' + r.type + ' ' + await r.text()), e => log(name + ' refused'));
f.submit();
Promise.all([
  tell('read', fetch('$S_url/api/v1/storage/secret-word')),
  tell('blind', fetch('$S_url/api/v1/storage/secret-word', {mode: 'no-cors'})),
  tell('write', fetch('$S_url/api/v1/storage/eve', {method: 'PUT', body: '{"value":1}'})),
  tell('post', fetch('$S_url/api/v1/notifications/send', {method: 'POST', mode: 'no-cors', body: '{"channel":"inbox","to":"eve","body":"x"}'})),
]).then(() => document.title = 'over');
</script>
H
python3 -u -m http.server --bind 127.0.0.1 --directory site 0 >site.log 2>&1 &
site=$!
trap 'kill "$site"' EXIT
has_port() { grep -q 'port [0-9]' site.log; }
wait_until has_port
browse "http://127.0.0.1:$(sed -n 's/.* port \([0-9]*\) .*/\1/p' site.log)/"
expect_status 0 grep -q '<title>over</title>' dom
expect_status 0 grep -q 'read refused' dom
expect_status 0 grep -q 'write refused' dom
expect_no grep -q xyzzy dom
browse --host-resolver-rules='MAP rebound.example 127.0.0.1' "http://rebound.example:$S_port/api/v1/storage/secret-word"
expect_status 0 grep -q '"success":false' dom
expect_no grep -q xyzzy dom
expect_status 1 objectos storage has eve
expect_nothing objectos notify inbox list eve
expect_nothing objectos notify queue list
