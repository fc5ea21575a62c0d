#!/bin/bash
# 1,000 writers, each killed at a random instant: no acknowledged write is missing, and the file is sound.
. "$OBJECTOS_TESTS/lib.sh"

cat >kill.py <<'SCRIPT'
import os, random, signal, subprocess, sys, time
random.seed(7)
acknowledged, killed = [], 0
# Seconds in which the eight of a round are killed; it follows the machine, so that half of them get through.
window = 0.006
for start in range(0, 1000, 8):
    batch = []
    for i in range(start, min(start + 8, 1000)):
        child = subprocess.Popen(["objectos", "storage", "set", f"k{i}", f"v{i}"])
        batch.append((i, child, time.monotonic() + random.uniform(0, window)))
    through = len(acknowledged)
    for i, child, when in batch:
        while time.monotonic() < when and child.poll() is None:
            pass
        child.send_signal(signal.SIGKILL)
        if child.wait() == 0:
            acknowledged.append(i)
        else:
            killed += 1
    window *= 0.8 if len(acknowledged) - through > len(batch) / 2 else 1.25
print("\n".join(f"k{i} v{i}" for i in acknowledged))
print(f"acknowledged {len(acknowledged)}, killed {killed}", file=sys.stderr)
sys.exit(0 if killed >= 100 and len(acknowledged) >= 100 else 1)
SCRIPT
run python3 kill.py
want_status 0
cp "$out" acknowledged
expect_out ok sqlite3 "$OBJECTOS_STATE_DIR/storage.db" 'pragma integrity_check'
while read -r key value; do
  printf '%s %s\n' "$key" "$value"
done <acknowledged | sort >wanted
objectos storage export | jq -r '"\(.key) \(.value)"' | sort >stored
expect_nothing comm -23 wanted stored
# What a killed creator left behind is in nobody's way.
expect_nothing objectos storage set after kill
expect_out kill objectos storage get after
