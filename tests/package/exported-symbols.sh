#!/bin/bash
# The library exports what is the project's own, and nothing of the libraries inside it.
. "$OBJECTOS_TESTS/lib.sh"

library=$(find "$OBJECTOS_BUILD/lib" -maxdepth 1 -name libobjectos.so)
nm -D --defined-only --demangle "$library" | cut -d ' ' -f 3- >symbols
expect_status 0 grep -q '^objectos::ObjectOS::start()$' symbols
grep -Ev '^((vtable|VTT|typeinfo|typeinfo name|construction vtable|guard variable|virtual thunk|non-virtual thunk) (for|to) )?objectos(::|_)' symbols >foreign || :
[[ ! -s foreign ]] || fail "exported, but not ours: $(head -n 20 foreign) ($(wc -l <foreign) in all)"
