#!/bin/bash
# An installation holds the program, library, headers, CMake files, messages, manual pages and completions.
. "$OBJECTOS_TESTS/lib.sh"

expect_status 0 cmake --install "$OBJECTOS_BUILD" --prefix "$test_dir/prefix"
cd "$test_dir/prefix"
find . \( -type f -o -type l \) | sed 's,^\./,,' | sort >"$test_dir/files"
installed() {
  grep -Exq -e "$1" "$test_dir/files" || fail "nothing installed as $1, but: $(cat "$test_dir/files")"
  asserted
}
library='lib[^/]*(/[^/]*-linux-gnu[^/]*)?'
installed 'bin/objectos'
installed "$library/libobjectos\\.so"
installed "$library/libobjectos\\.so\\.0"
for module in curl format icu postgres redis tls yaml; do installed "$library/objectos/$module\\.so"; done
for header in "$OBJECTOS_TESTS"/../lib/include/objectos/*.hpp; do installed "include/objectos/${header##*/}"; done
installed 'include/objectos/version\.hpp'
installed "$library/cmake/objectos/objectosConfig\\.cmake"
installed "$library/cmake/objectos/objectosConfigVersion\\.cmake"
installed "$library/cmake/objectos/objectosTargets\\.cmake"
for messages in "$OBJECTOS_TESTS"/../locales/*.json; do installed "share/objectos/locales/${messages##*/}"; done
installed 'share/objectos/locales/zh\.json'
for page in "$OBJECTOS_TESTS"/../man/*.[1-9]; do installed "share/man/man${page##*.}/${page##*/}(\\.gz)?"; done
installed 'share/man/man1/objectos\.1(\.gz)?'
installed 'share/bash-completion/completions/objectos'
installed 'share/zsh/(site-functions|vendor-completions)/_objectos'
installed 'share/fish/vendor_completions\.d/objectos\.fish'
# And nothing of the build tree or of other projects.
expect_no grep -Ev "^(bin/objectos|include/objectos/|$library/(libobjectos\\.so|cmake/objectos/|objectos/)|lib/(systemd/system|sysusers\.d)/|share/(objectos|doc/objectos|man|bash-completion|zsh|fish)/)" "$test_dir/files"
grep -rlF "$OBJECTOS_BUILD" . >"$test_dir/traces" || :
expect_bytes '' cat "$test_dir/traces"
