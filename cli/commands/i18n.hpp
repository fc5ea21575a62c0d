// The functions behind `objectos i18n`; the table is in i18n_table.cpp.
#pragma once

#include <string>
#include <string_view>

#include "call.hpp"
#include "objectos/i18n_check.hpp"

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

// i18n_usage.cpp, i18n_stats.cpp, i18n_fix.cpp: all files of a project
int usage(Call& call);
int stats(Call& call);
int fix(Call& call);

/// What options and configuration say of these files.
CheckOptions project_options(Call& call);
/// A line on stderr: what is wrong, and where; `place` may be "".
void tell(const Call& call, const std::string& place, const Message& message);

/// Error(usage) that begins with `name` unless it is valid UTF-8.
void check_text(const std::string& text, std::string_view name);
/// --locale, else what is configured.
std::string locale_of(Call& call);

}  // namespace objectos::cli::i18n
