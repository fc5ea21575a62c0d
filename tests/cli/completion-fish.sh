#!/bin/bash
# The fish script completes, with descriptions, at a real prompt and for `complete -C`.
. "$OBJECTOS_TESTS/lib.sh"

command -v fish >/dev/null || skip fish
for key in user:1:name user:2:name 'my key' "it's" "pay\$me" '@home' a=b; do objectos storage set "$key" x; done
touch 'some file'
ask() { fish --no-config -c "objectos completion fish | source; complete -C '$1'"; }
expect_bytes 'get\tprint the value of keys\ngc\tremove expired entries and give space back\n' ask 'objectos storage g'
expect_bytes 'user:1:name\nuser:2:name\n' ask 'objectos storage get user:'
expect_nothing ask 'objectos nosuch '
lines=() all=
while IFS='|' read -r typed wanted; do
  lines+=("$typed\\t")
  all+="$wanted"$'\n'
done <<'LINES'
objectos sto|objectos storage
objectos storage ge|objectos storage get
objectos storage set k v --as=j|objectos storage set k v --as=json
objectos storage get us|objectos storage get user:
objectos storage get user:1|objectos storage get user:1:name
objectos storage get --scope=us|objectos storage get --scope=user
objectos storage get --scope user 1|objectos storage get --scope user 1:name
objectos storage get my|objectos storage get my\ key
objectos storage get 'my|objectos storage get 'my key'
objectos storage get it|objectos storage get it\'s
objectos storage get "pa|objectos storage get "pay\$me"
objectos storage get @|objectos storage get @home
objectos storage get a|objectos storage get a=b
objectos config get storage.ba|objectos config get storage.backend
objectos storage import so|objectos storage import some\ file
objectos storage set k --file=so|objectos storage set k --file=some\ file
objectos nosuch |objectos nosuch
objectos storage get nosuch|objectos storage get nosuch
LINES
expect_out "${all%$'\n'}" python3 "$OBJECTOS_TESTS/tools/type_into.py" fish 'objectos completion fish | source' "${lines[@]}"
