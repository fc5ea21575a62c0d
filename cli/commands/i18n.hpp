// The functions behind `objectos i18n`; the table is in i18n_table.cpp.
#pragma once

#include <string>
#include <string_view>

#include "call.hpp"

namespace objectos::cli::i18n {

// i18n.cpp: what translations say
int translate(Call& call);
int keys(Call& call);
int locales(Call& call);

// i18n_format.cpp: what needs no translations
int format(Call& call);
int plural(Call& call);

// i18n_check.cpp: what is wrong in the files
int check(Call& call);

/// Error(usage) that begins with `name` unless it is valid UTF-8.
void check_text(const std::string& text, std::string_view name);
/// --locale, else what is configured.
std::string locale_of(Call& call);

}  // namespace objectos::cli::i18n
