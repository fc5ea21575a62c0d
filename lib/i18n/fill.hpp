// Arguments in the placeholders of a text.
#pragma once

#include <string>
#include <string_view>

#include "i18n/placeholder.hpp"
#include "objectos/i18n_values.hpp"

namespace objectos::i18n {

/// Hears of values that could not be formatted, and so went in as they are.
class Unformatted {
 public:
  virtual void add(const Placeholder& placeholder, std::string_view reason) = 0;

 protected:
  ~Unformatted() = default;
};

struct FillOptions {
  const Delimiters& delimiters;
  std::string_view locale;     ///< whose formats are used
  std::string_view time_zone;  ///< of dates and times; empty: the system's
  Unformatted* unformatted = nullptr;
};

/// `text` with every placeholder that an argument is named as replaced by it. Others stay. Error(unavailable)
/// if a placeholder wants a format and the module `format` is not installed.
std::string fill(std::string_view text, TextArgs args, const FillOptions& options);

/// Appends the value as it is: digits, RFC 3339, items with commas between.
void append_plain(std::string& out, const TextArg& arg);

}  // namespace objectos::i18n
