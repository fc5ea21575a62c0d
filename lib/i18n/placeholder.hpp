// Placeholders in a text: `{{name}}`, `{{- name}}`, `{{n, number}}`, `{{n | currency:EUR}}`.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "objectos/api.hpp"

namespace objectos::i18n {

/// What opens and what closes a placeholder; neither is empty.
struct Delimiters {
  std::string open = "{{";
  std::string close = "}}";
};

/// Views into the text it was found in.
struct Placeholder {
  std::size_t begin = 0;       ///< of the opening delimiter
  std::size_t end = 0;         ///< behind the closing one
  std::string_view name;       ///< never empty
  std::string_view directive;  ///< "currency"; empty: the value goes in as it is
  std::string_view argument;   ///< "EUR"
};

/// The first placeholder at or behind `from`; nothing if there is none. One that is not closed, or has no
/// name, is plain text, and so is all of an opening delimiter but the last one in front of a closing one.
OBJECTOS_API std::optional<Placeholder> next_placeholder(std::string_view text, std::size_t from,
                                                         const Delimiters& delimiters) noexcept;

}  // namespace objectos::i18n
