#!/bin/bash
# The zsh script completes at a real prompt, sourced or found in $fpath.
. "$OBJECTOS_TESTS/lib.sh"

command -v zsh >/dev/null || skip zsh
for key in user:1:name user:2:name 'my key' "it's" "pay\$me" '@home' a=b; do objectos storage set "$key" x; done
touch 'some file'
mkdir functions
objectos completion zsh >functions/_objectos
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
objectos storage get "user:1|objectos storage get "user:1:name"
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
type_into="$OBJECTOS_TESTS/tools/type_into.py"
expect_out "${all%$'\n'}" python3 "$type_into" zsh 'autoload -Uz compinit; compinit -D -u; source <(objectos completion zsh)' "${lines[@]}"
expect_out 'objectos storage get user:1:name' \
  python3 "$type_into" zsh "fpath=($PWD/functions \$fpath); autoload -Uz compinit; compinit -D -u" 'objectos storage get user:1\t'
# Several candidates are listed with what they are.
expect_status 0 python3 "$type_into" --screen zsh 'autoload -Uz compinit; compinit -D -u; source <(objectos completion zsh)' 'objectos storage g\t\t'
expect_status 0 grep -q 'get -- print the value of keys' "$out"
