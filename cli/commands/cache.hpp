// The functions behind `objectos cache`; the table is in cache_table.cpp.
#pragma once

#include "call.hpp"

namespace objectos::cli::cache {

int get(Call& call);
int set(Call& call);
int remove(Call& call);
int has(Call& call);
int keys(Call& call);
int clear(Call& call);
int invalidate(Call& call);
int gc(Call& call);
int stats(Call& call);

// cache_run.cpp
int run(Call& call);

}  // namespace objectos::cli::cache
