// The functions behind `objectos lock`; the table is in lock_table.cpp.
#pragma once

#include "call.hpp"
#include "objectos/lock.hpp"

namespace objectos::cli::lock {

int acquire(Call& call);
int renew(Call& call);
int release(Call& call);
int info(Call& call);
int list(Call& call);

// lock_run.cpp
int run(Call& call);

// What the verbs share.
Lock locks(Call& call);
LockTerms terms(const Call& call);
/// Who holds it, for a person.
std::string who(const Holding& holding);

}  // namespace objectos::cli::lock
