#!/bin/sh
# Installs the Debian packages of the named sections of packages.txt that are missing.
# Usage: tests/install.sh SECTION…
set -eu
here=$(dirname -- "$0")

missing=
for section; do
  # shellcheck disable=SC2013 # a name is a word
  for package in $(sed -n "s/^$section //p" "$here/packages.txt"); do
    state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) || state=none
    [ "$state" = installed ] || missing="$missing $package"
  done
done
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null; then
  echo "$0: these Debian packages are needed, or what they are called here:$missing" >&2
  exit 1
fi
as_root='env DEBIAN_FRONTEND=noninteractive'
if [ "$(id -u)" != 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "$0: neither root nor sudo: cannot install$missing" >&2
    exit 1
  fi
  as_root="sudo $as_root"
fi
# Printed before it runs.
say_and_do() {
  echo "\$ $*"
  "$@"
}
# shellcheck disable=SC2086 # words on purpose
say_and_do $as_root apt-get update -qq
# shellcheck disable=SC2086
say_and_do $as_root apt-get install -y -qq --no-install-recommends $missing
