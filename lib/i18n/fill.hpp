// Arguments in the placeholders of a text.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "i18n/placeholder.hpp"
#include "objectos/i18n_values.hpp"

namespace objectos::i18n {

struct FillOptions {
  const Delimiters& delimiters;
  std::string_view locale;     ///< whose formats are used
  std::string_view time_zone;  ///< of dates and times; empty: the system's
  /// Hears of a value that could not be formatted, and so went in as it is.
  std::function<void(const Placeholder&, std::string_view reason)> unformatted{};
};

/// `text` with every placeholder that an argument is named as replaced by it. Others stay. Error(unavailable)
/// if a placeholder wants a format and the module `icu` is not installed.
std::string fill(std::string_view text, TextArgs args, const FillOptions& options);

/// Appends the value as it is: digits, RFC 3339, items with commas between.
void append_plain(std::string& out, const TextArg& arg);

}  // namespace objectos::i18n
