// The functions behind `objectos storage`; the table is in storage_table.cpp.
#pragma once

#include "call.hpp"
#include "commands/entries.hpp"

namespace objectos::cli::storage {

using namespace entries;

// storage_key.cpp
extern const OneKey get_one, has_one, delete_one, set_one, incr_one, expire_one, persist_one;
/// Does it at once; only for words that make an operation.
int run_one(Call& call, const OneKey& verb);

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

// What the verbs share.
/// JSON only: `{"key","ttl_ms"}`.
void print_ttl(Call& call, const std::string& key, std::optional<std::int64_t> ms);

}  // namespace objectos::cli::storage
