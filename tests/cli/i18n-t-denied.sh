#!/bin/bash
# A translation file or directory without the right to read it is exit status 5.
. "$OBJECTOS_TESTS/lib.sh"

as_reader() { "$@"; }
if [[ $(id -u) == 0 ]]; then
  as_reader() { setpriv --reuid 65534 --regid 65534 --clear-groups env HOME=/nonexistent "$@"; }
  # The run's own directories are private; let others pass through them.
  directory=$test_dir
  while [[ $directory == */objectos-tests.* ]]; do
    chmod a+x "$directory"
    directory=$(dirname "$directory")
  done
  chmod a+x .
  cp "$objectos" "$test_dir/objectos"
  objectos=$test_dir/objectos
  if ! as_reader "$objectos" --version >/dev/null 2>&1; then skip 'a place that other users can reach'; fi
fi
mkdir locales
echo '{"a": "x"}' >locales/en.json
chmod 000 locales/en.json
expect_error 5 'locales/en.json: Permission denied' as_reader "$objectos" i18n t a
expect_error 5 'locales/en.json: Permission denied' as_reader "$objectos" i18n keys
chmod 711 locales
expect_error 5 'locales: Permission denied' as_reader "$objectos" i18n locales
chmod 755 locales
