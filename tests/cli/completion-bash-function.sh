#!/bin/bash
# The bash function fills COMPREPLY from COMP_LINE and COMP_POINT.
. "$OBJECTOS_TESTS/lib.sh"

objectos storage set user:1 x
objectos storage set user:2 x
# shellcheck source=/dev/null
source <(objectos completion bash)
try() {
  COMP_LINE=$1
  COMP_POINT=${#1}
  COMP_WORDBREAKS=${2-$' \t\n"\'@><=;|&(:'}
  _objectos objectos
  printf '<%s>' "${COMPREPLY[@]}"
  echo
}
expect_out '<get><gc>' try 'objectos storage g'
expect_out '<1><2>' try 'objectos storage get user:'
expect_out '<user:1><user:2>' try 'objectos storage get user:' $' \t\n'
expect_out '<json>' try 'objectos storage set k v --as=js'
expect_out '<--as=json>' try 'objectos storage set k v --as=js' $' \t\n'
expect_out '<>' try 'objectos storage import '
expect_out '<>' try 'objectos nosuch '
