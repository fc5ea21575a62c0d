#!/bin/bash
# An include across the layers does not compile, and no source walks around that with `..`.
. "$OBJECTOS_TESTS/lib.sh"

source=$OBJECTOS_TESTS/..
expect_no grep -rnE '^ *# *include *["<](\.\./|.*/\.\./)' "$source/lib" "$source/cli" --include='*.?pp'

# Compiles planted.cpp as a file of the layer whose folder is $1.
compile() {
  jq -r --arg folder "$1/" 'first(.[] | select(.file | contains($folder))) | .directory, .command' \
    "$OBJECTOS_BUILD/compile_commands.json" >words
  [[ -s words ]] || fail "no source in $1"
  # The same command, with another source and without its output.
  compiler=$(tail -n 1 words | sed -E 's, -o [^ ]+, ,; s, -c [^ ]+, ,')
  run bash -c "cd '$(head -n 1 words)' && $compiler -fsyntax-only '$PWD/planted.cpp'"
}
# What a module hands out needs nothing of the library behind it.
header_of() {
  if [[ -e $source/lib/$1/exports.hpp ]]; then printf '%s' "$1/exports.hpp" && return; fi
  for header in "$source/lib/$1"/*.hpp; do
    printf '%s' "$1/${header##*/}"
    return
  done
}
# Who may include whom; everything else must not compile.
layers=(core template kernel storage cache metrics i18n lint patterns sqlite net tls curl icu format redis postgres yaml assembly)
declare -A uses=([core]=core [template]='core template' [kernel]='core kernel' [storage]='core kernel storage' [cache]='core kernel cache' [metrics]='core kernel metrics'
  [i18n]='core kernel i18n' [icu]='core kernel i18n icu' [format]='core kernel i18n icu format' [yaml]='core i18n yaml' [lint]='core kernel i18n lint'
  [patterns]='core kernel storage patterns' [sqlite]='core kernel storage cache metrics sqlite'
  [net]='core kernel net' [tls]='core kernel net tls' [redis]='core kernel storage cache metrics net tls redis'
  [postgres]='core kernel storage net postgres' [curl]='core kernel net curl'
  [assembly]='core kernel storage cache metrics i18n lint sqlite net curl icu format redis postgres assembly' [cli]='')
for layer in "${!uses[@]}"; do
  folder=/lib/$layer
  if [[ $layer == cli ]]; then folder=/cli; fi
  echo '#include "objectos/storage.hpp"' >planted.cpp
  for other in "${layers[@]}"; do
    header=$(header_of "$other")
    if [[ " ${uses[$layer]} " == *" $other "* ]]; then
      echo "#include \"$header\"" >>planted.cpp
    else
      printf '#if __has_include("%s")\n#error %s sees %s\n#endif\n' "$header" "$layer" "$header" >>planted.cpp
    fi
  done
  compile "$folder"
  want_status 0
done
# And the check itself can fail.
echo '#include "sqlite/connection.hpp"' >planted.cpp
compile /lib/core
want_status 1
expect_err 'No such file'
