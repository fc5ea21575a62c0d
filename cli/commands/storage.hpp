// The functions behind `objectos storage`; the table is in storage_table.cpp.
#pragma once

#include "call.hpp"

namespace objectos::cli::storage {

int get(Call& call);
int set(Call& call);
int remove(Call& call);
int has(Call& call);
int keys(Call& call);
int count(Call& call);
int incr(Call& call);
int ttl(Call& call);
int expire(Call& call);
int persist(Call& call);
int scopes(Call& call);
int clear(Call& call);
int gc(Call& call);

// storage_move.cpp
int export_(Call& call);
int import(Call& call);
int copy(Call& call);
int backup(Call& call);
int restore(Call& call);

}  // namespace objectos::cli::storage
