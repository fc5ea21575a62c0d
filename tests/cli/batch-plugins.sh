#!/bin/bash
# `batch` runs the plugins that the configuration names; a failing start is unwound and said, status and all.
. "$OBJECTOS_TESTS/lib.sh"

modules=$(dirname -- "$objectos")/../lib/test-modules
[[ -e $modules/good.so ]] || skip 'the test modules, which are built with the unit tests'
printf '{"plugins": ["%s"]}\n' "$modules/good.so" >good.json
expect_json '{"id":1,"exit":0,"result":{"key":"k","set":true}}' objectos --config good.json batch <<<'storage set k v'
printf '{"plugins": ["%s"]}\n' "$modules/wrong_abi.so" >abi.json
expect_error 4 'wrong_abi.so.*ABI' objectos --config abi.json batch <<<'storage set k changed'
printf '{"plugins": ["%s"]}\n' "$modules/start_throws.so" >throws.json
run objectos --config throws.json batch <<<'storage set k changed'
[[ $status != 0 ]] || fail 'a plugin that fails to start is not an error'
expect_stdout ''
expect_err '^objectos: batch: '
# What is thrown in a module is caught in the program, with its type.
printf '{"plugins": ["%s"]}\n' "$modules/create_throws.so" >create.json
expect_error 5 'create_throws.so: no licence' objectos --config create.json batch <<<'storage set k changed'
printf '{"plugins": ["./missing.so"]}\n' >missing.json
expect_error 4 'missing.so' objectos --config missing.json batch <<<'storage set k changed'
# One-shot commands load none.
expect_out v objectos --config missing.json storage get k
