#!/bin/sh
# From a fresh clone to a short tour: installs what is missing, builds, and shows `objectos storage` on real input.
# Everything it runs is printed first, after a `$`. May be run again at any time; needs Debian 12 or newer.
# shellcheck disable=SC2016 # commands are shown as they are, then expanded
set -eu
cd -- "$(dirname -- "$0")"

tests/install.sh build

show() {
  printf '\n$ %s\n' "$1"
  eval "$1"
}
say() { printf '\n# %s\n' "$1"; }

show 'cmake --preset release -DOBJECTOS_BUILD_TESTS=OFF >/dev/null'
show 'cmake --build --preset release -- --quiet'

tour=$(mktemp -d)
trap 'rm -rf -- "$tour"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
PATH=$PWD/build/release/bin:$PATH
export OBJECTOS_STATE_DIR="$tour/state"

say 'The state of this tour lives in a directory of its own. Nothing else is needed: no server, no set-up.'
show 'objectos --version'
show 'objectos storage set greeting "hello, $(id -un)"'
show 'objectos storage get greeting'

say 'Every Debian package on this machine with its version, one command a line, in one process.'
show "dpkg-query -W -f='[\"storage\",\"set\",\"pkg:\${Package}\",\"\${Version}\"]\\n' | objectos batch >\"\$tour/replies\""
show 'tail -n 1 "$tour/replies"'
show "objectos storage count 'pkg:*'"
show 'objectos storage get pkg:bash'
show "objectos storage keys 'pkg:lib*' --limit 3"
show 'objectos storage keys --scope pkg --limit 3 --after bash'

say 'The exit status answers questions: 0 yes, 1 no.'
show 'objectos storage has pkg:bash && echo "bash is there"'
show 'objectos storage has pkg:fortran-77 || echo "no: exit status $?"'

say 'Counters are atomic and may have an end.'
show 'objectos storage incr runs --ttl 1h'
show 'objectos storage incr runs --by 41'
show 'objectos storage ttl runs'

say 'First come, first served.'
show 'objectos storage set leader "$(hostname 2>/dev/null || uname -n)" --if-absent --ttl 30s'
show 'objectos storage set leader somebody-else --if-absent || echo "taken: exit status $?"'

say 'Any bytes, from a file or a pipe; JSON for programs.'
show 'objectos storage set os-release --file /etc/os-release'
show 'objectos storage get os-release --raw | cmp - /etc/os-release && echo "the same, byte for byte"'
show 'objectos storage get greeting runs --json'

say 'Lines of JSON out and in, and a copy of everything in one file.'
show "objectos storage export 'pkg:bas*'"
show 'objectos storage backup "$tour/backup"'
show "objectos storage delete --match 'pkg:*' --yes --json"
show 'objectos storage restore "$tour/backup"'
show "objectos storage count 'pkg:*'"

say 'Next: build/release/bin/objectos --help, and README.md.'
