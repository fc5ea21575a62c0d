#!/bin/bash
# A batch that is killed has stored every line that it has answered.
. "$OBJECTOS_TESTS/lib.sh"

cat >kill.py <<'SCRIPT'
import json, random, signal, subprocess, sys
random.seed(11)
for round in range(20):
    batch = subprocess.Popen(["objectos", "batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
    answered, stop_after = [], random.randrange(1, 60)
    for i in range(stop_after):
        batch.stdin.write(f"storage set r{round}:{i} {i}\n")
        if random.random() < 0.7:
            reply = json.loads(batch.stdout.readline())
            answered.append(reply["id"] - 1)
    batch.send_signal(signal.SIGKILL)
    batch.wait()
    for i in answered:
        print(f"r{round}:{i}")
SCRIPT
run python3 kill.py
want_status 0
sort "$out" >answered
[[ -s answered ]] || fail 'nothing was answered'
objectos storage keys | sort >stored
expect_nothing comm -23 answered stored
