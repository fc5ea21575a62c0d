#!/bin/bash
# The packages install in a clean Debian 12, and work there; Debian 13 builds its own, with its compiler and libraries, tests them,
# and a program of somebody else is built against them. Takes half an hour.
. "$OBJECTOS_TESTS/lib.sh"

((EUID == 0)) || skip 'root, for chroot'
command -v debootstrap >/dev/null || skip debootstrap
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 2>/dev/null | head -n 1)
[[ -n $mirror ]] || skip 'a mirror of Debian'

# What a user does first, in the root.
cat >smoke.sh <<'S'
set -eux
export LANG=C.UTF-8
is() { [[ $1 == "$2" ]]; }
objectos storage set a 1
is "$(objectos storage get a)" 1
objectos cache set b 2 && is "$(objectos cache get b)" 2
objectos metrics inc c.total && objectos metrics export | grep -qx 'c_total 1'
is "$(objectos i18n format number 1234.5 --locale de)" '1.234,5'
is "$(objectos i18n plural 5 --locale ru)" many
mkdir -p l && echo 'en: {k: "{{x}}"}' >l/en.yml && echo 'de: {k: ""}' >l/de.yml
objectos i18n check l || is $? 1
objectos notify send -c inbox -t ana -b hello
objectos flag set f true && objectos flag get f
objectos storage get a --storage-url redis://127.0.0.1:1 || is $? 4
objectos storage get a --storage-url postgres://127.0.0.1:1/x || is $? 4
objectos status
for module in curl format http icu postgres redis; do objectos --version --json | grep -q "\"$module\""; done
mkfifo url
objectos serve --listen 127.0.0.1:0 >url &
read -r url <url
exec 3<>"/dev/tcp/127.0.0.1/${url##*:}"
printf 'GET /metrics HTTP/1.0\r\n\r\n' >&3
grep -q '^c_total 1' <&3
kill %1 && wait || true
[[ -e /usr/share/bash-completion/completions/objectos && -e /usr/lib/systemd/system/objectos-serve.service ]]
test -e /usr/share/man/man1/objectos.1 -o -e /usr/share/man/man1/objectos.1.gz || grep -q path-exclude /etc/dpkg/dpkg.cfg.d/* || true
S

# RELEASE SCRIPT: runs in its root, which is made if it is not there; mounts go with it.
in_root() {
  [[ -d $1 ]] || expect_status 0 debootstrap --variant=minbase "$1" "$1" "$mirror"
  cp smoke.sh "$1/smoke.sh"
  mkdir -p "$1/packages"
  printf '%s\n' "$2" >"$1/script"
  cp /etc/resolv.conf "$1/etc/resolv.conf"
  # A root that is a mount of its own: else no name space can be made in it.
  # shellcheck disable=SC2016 # expanded inside
  expect_status 0 unshare -m bash -ec 'mount --bind "$0" "$0" && mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" &&
    exec env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive LANG=C.UTF-8 chroot "$0" bash -eux /script' "$1"
}

(cd "$OBJECTOS_BUILD" && rm -f ./*.deb && expect_status 0 cpack -G DEB)
mkdir -p bookworm-packages
cp "$OBJECTOS_BUILD"/*.deb bookworm-packages/
expect_same 11 "$(find bookworm-packages -name '*.deb' | wc -l)"
expect_status 0 debootstrap --variant=minbase bookworm bookworm "$mirror"
cp -r bookworm-packages bookworm/packages
in_root bookworm 'apt-get update -q
apt-get install -qy /packages/*.deb
bash -e /smoke.sh
apt-get purge -qy "objectos*" "libobjectos*"
test ! -e /usr/bin/objectos
test ! -e /usr/lib/x86_64-linux-gnu/objectos'

source_dir=$(dirname -- "$OBJECTOS_TESTS")
expect_status 0 debootstrap --variant=minbase trixie trixie "$mirror"
mkdir -p trixie/src
tar -C "$source_dir" --exclude=./build --exclude=./.git -c . | tar -C trixie/src -x
in_root trixie 'cd /src
apt-get update -q
apt-get install -qy --no-install-recommends file dpkg-dev
tests/install.sh build test
cmake --preset release -DOBJECTOS_BUILD_TESTS=ON -DOBJECTOS_BUILD_CLI=ON -DCMAKE_INSTALL_PREFIX=/usr
tests/run.sh --quick >quick.log || { grep -v "^ok" quick.log >&2; exit 1; }
cd build/release && cpack -G DEB && apt-get install -qy ./*.deb
bash -e /smoke.sh
cmake -S /src/tests/examples -B /examples -G Ninja && cmake --build /examples
printf "ana\nana\n" | /examples/limited_api 1/h | grep -q "^429"'
