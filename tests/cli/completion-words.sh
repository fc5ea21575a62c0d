#!/bin/bash
# What can stand at the cursor is offered: commands, options, choices, files, and what there is in the store.
. "$OBJECTOS_TESTS/lib.sh"

for key in user:1 user:2 plain; do objectos storage set "$key" x; done
# The candidates without what they are.
words() { objectos __complete zsh -- "$@" | cut -f 1 | paste -s -d ' '; }
expect_out 'storage cache metrics i18n notify lock ratelimit flag session serve batch status config completion' words ''
expect_out 'get gc' words storage g
expect_out 'alerts' words metrics al
expect_out 'check list export' words metrics alerts ''
expect_out 'check' words metrics --json alerts c
expect_out 'expire export' words storage exp
expect_out 'string json bytes' words storage set k v --as ''
expect_out 'json' words storage set k v --as j
expect_out '--as=json' words storage set k v --as=j
expect_out 'bash zsh fish' words completion ''
expect_out 'plain user:1 user:2' words storage get ''
expect_out 'user:2' words storage get user:1 u
expect_out '1 2' words storage get --scope user ''
expect_out '1 2' words --json storage --scope=user get ''
expect_out '--scope=user' words storage get --scope=
expect_out 'user' words storage get --scope ''
objectos storage set user-2:a x
objectos storage set a:b x
objectos storage set :odd x
expect_out 'a user user-2' bash -c 'objectos __complete zsh -- storage get --scope "" | sort | paste -s -d " "'
objectos storage delete user-2:a a:b :odd
objectos flag set f1 true
objectos flag set f2 true
objectos flag set inner true --scope app
expect_out 'app:inner f1 f2' words flag get ''
expect_out 'inner' words flag delete --scope app ''
expect_out 'storage.backend' words config get storage.ba
expect_out '--state-dir' words --sta
expect_out '--limit' words storage keys -l --li
expect_out 'en zh' words --lang ''
expect_out 'plain' words storage keys -n 5 -- p
expect_out '' words storage get --raw --ra
expect_out '' words storage get --default ''
expect_out '' words storage count plain ''
for words in 'storage import' 'storage set k --file' '--config' 'storage backup'; do
  # shellcheck disable=SC2086 # words on purpose
  expect_bytes '\tfiles\n' objectos __complete zsh -- $words ''
done
objectos __complete fish -- storage get --sc >described
expect_bytes '--scope\twork inside the scope NAME: keys are stored as NAME:KEY\n' cat described

# Rules of the linter: those that there are, those that fix mends, and how grave one can be.
expect_out 'encoding empty-value extra-key edge-whitespace end-punctuation' sh -c "objectos __complete zsh -- i18n check --explain e | cut -f 1 | paste -s -d ' '"
expect_out 'missing-key' words i18n fix --rule m
expect_out 'stale=error stale=warning stale=info stale=off' words i18n check --rule sta
expect_out 'stale=off' words i18n check --rule stale=o
