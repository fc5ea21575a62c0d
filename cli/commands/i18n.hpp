// The functions behind `objectos i18n`; the table is in i18n_table.cpp.
#pragma once

#include "call.hpp"

namespace objectos::cli::i18n {

// i18n.cpp: what translations say
int plural(Call& call);

}  // namespace objectos::cli::i18n
