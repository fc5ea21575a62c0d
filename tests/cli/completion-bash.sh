#!/bin/bash
# The bash script completes at a real prompt, with and without bash-completion's helpers; keys with colons,
# blanks and quotes come out as bash wants them typed.
. "$OBJECTOS_TESTS/lib.sh"

for key in user:1:name user:2:name 'my key' "it's" "say \"hi\"" "pay\$me" 'back\slash' '@home' a=b $'escape\e'; do
  objectos storage set "$key" x
done
touch 'some file'
helpers=/usr/share/bash-completion/bash_completion
lines=() all=
for setup in 'source <(objectos completion bash)' ". $helpers; source <(objectos completion bash)"; do
  if [[ $setup == *"$helpers"* && ! -e $helpers ]]; then continue; fi
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
objectos storage get my\ k|objectos storage get my\ key
objectos storage get 'my|objectos storage get 'my key'
objectos storage get "my k|objectos storage get "my key"
objectos storage get it|objectos storage get it\'s
objectos storage get "it|objectos storage get "it's"
objectos storage get sa|objectos storage get say\ \"hi\"
objectos storage get pa|objectos storage get pay\$me
objectos storage get "pa|objectos storage get "pay\$me"
objectos storage get 'pa|objectos storage get 'pay$me'
objectos storage get back|objectos storage get back\\slash
objectos storage get @|objectos storage get @home
objectos storage get a|objectos storage get a=b
objectos storage get esc|objectos storage get $'escape\x1b'
objectos config get storage.ba|objectos config get storage.backend
objectos storage import so|objectos storage import some\ file
objectos storage set k --file=so|objectos storage set k --file=some\ file
objectos storage keys >so|objectos storage keys >some\ file
A=1 objectos storage get my|A=1 objectos storage get my\ key
objectos nosuch |objectos nosuch
objectos storage get nosuch|objectos storage get nosuch
LINES
  expect_out "${all%$'\n'}" python3 "$OBJECTOS_TESTS/tools/type_into.py" bash "$setup" "${lines[@]}"
  lines=() all=
done
