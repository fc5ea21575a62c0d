// A file of a locale and its counterpart of the source, as the comparisons see them.
#pragma once

#include <string>
#include <string_view>

#include "lint/compare.hpp"

namespace objectos::lint {

/// What they share. The members are the caller's and outlive it.
struct FilePair {
  const CheckContext& context;
  const Outline& source;
  const Outline& target;
  const LocaleFacts& facts;
  Findings& findings;
  Coverage& coverage;

  /// Counts a text that is not translated, and tells it.
  void untranslated(const std::string& key, const Where& where, const Where& from) const;
  /// Tells it alone.
  void tell_untranslated(const std::string& key, const Where& where, const Where& from) const;
  /// A plain scalar that YAML takes for something else than text.
  void yaml_type(const Node& node, const std::string& key, const Where& where, const Where& from) const;
};

/// Where a key, or a value without one, stands.
Where at_key(const Outline& outline, std::uint32_t node);
/// A value of no bytes is shown by its key.
Where at_value(const Outline& outline, std::uint32_t node);
inline std::string_view text_of(const Outline& outline, const Item& item) {
  return outline.node(item).text;
}

/// Plural forms on both sides; numbers of items.
void compare_plurals(const FilePair& files, std::uint32_t s, std::uint32_t t);
/// Plural forms in the source, one text here.
void compare_flattened(const FilePair& files, std::uint32_t s, std::uint32_t t);
/// One text in the source, plural forms here.
void compare_unfolded(const FilePair& files, std::uint32_t s, std::uint32_t t);

}  // namespace objectos::lint
