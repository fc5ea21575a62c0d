// Names of locales: `pt-BR`, as files and people spell them.
#pragma once

#include <string>
#include <string_view>

#include "objectos/api.hpp"

namespace objectos::i18n {

/// A language of two or three letters, then parts of letters and digits between `-` or `_`: at most 64 bytes.
OBJECTOS_API bool is_locale_tag(std::string_view text) noexcept;
/// Error(usage) unless it is one.
void check_locale_tag(std::string_view text);

/// In lower case and with `-`: equal for what is the same tag.
std::string folded_tag(std::string_view tag);
bool is_same_tag(std::string_view a, std::string_view b) noexcept;
/// "pt" of `pt-BR`.
std::string_view language_of(std::string_view tag) noexcept;
/// The tag without its last part; empty for a language.
std::string_view parent_tag(std::string_view tag) noexcept;

/// Orders tags by their folded form, without making it.
struct TagLess {
  using is_transparent = void;
  bool operator()(std::string_view a, std::string_view b) const noexcept;
};

}  // namespace objectos::i18n
