// The order of keys that the rule `sorted` wants, and files in that order.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "i18n/translation_file.hpp"

namespace objectos::lint {

/// The order within one object: by bytes; where all keys are plural forms, as CLDR lists these.
class KeyOrder {
 public:
  KeyOrder(const i18n::TranslationFile& file, std::uint32_t object);
  bool is_before(std::string_view a, std::string_view b) const;
  /// Keys of digits stay where they are: JavaScript puts them first in any case.
  static bool has_place(std::string_view key);

 private:
  bool is_of_forms_ = true;
};

/// True if the members of the object can be moved: all of them are there (none comes by an alias or a merge
/// key), and each begins a line or stands between braces.
bool can_sort(const i18n::TranslationFile& file, std::uint32_t object);

/// The file's text with the members of all objects that can be sorted in order, and nothing else changed:
/// comments above a member and behind it go with it, blank lines stay. Nothing if the file would mean
/// something else then.
std::optional<std::string> with_sorted_keys(const i18n::TranslationFile& file);

}  // namespace objectos::lint
