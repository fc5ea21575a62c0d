// Numbers, percentages and amounts of money by ICU.
#pragma once

#include <unicode/numberformatter.h>

#include <string>
#include <string_view>

#include "format/cached.hpp"
#include "objectos/i18n_values.hpp"

namespace objectos::format {

/// Thread safe. Errors as those of i18n::Formats.
class NumberFormats {
 public:
  std::string number(const Number& number, const FormatOptions& options) const;
  std::string percent(const Number& number, const FormatOptions& options) const;
  std::string currency(const Number& number, std::string_view code, const FormatOptions& options) const;

 private:
  using Formatter = ::icu::number::LocalizedNumberFormatter;
  using Settings = ::icu::number::UnlocalizedNumberFormatter;
  std::string format(const Number& number, const FormatOptions& options, std::string_view kind,
                     const Settings& settings) const;
  Cached<Formatter> formatters_;
};

}  // namespace objectos::format
