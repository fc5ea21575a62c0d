// What stands in a text beside words: placeholders, what looks like one and is none, tags.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "i18n/placeholder.hpp"

namespace objectos::lint {

using Delimiters = std::vector<i18n::Delimiters>;

/// True if a text may hold a placeholder, or what looks like one, or a tag: most hold none. One look at each
/// byte, for all rules that need it.
class MarkScan {
 public:
  explicit MarkScan(const Delimiters& delimiters);
  bool finds(std::string_view text) const noexcept;

 private:
  std::array<bool, 256> marks_{};
};

/// The placeholders of `text`, in order.
std::vector<i18n::Placeholder> placeholders(std::string_view text, const Delimiters& delimiters);

/// A stretch that somebody meant to be a placeholder: other brackets, one too few or too many, a blank that
/// is none.
struct NearPlaceholder {
  std::string_view text;
  std::string_view name;
  bool is_open = false;  ///< never closed
};
std::vector<NearPlaceholder> near_placeholders(std::string_view text,
                                               const std::vector<i18n::Placeholder>& placeholders,
                                               const Delimiters& delimiters);

/// A tag of HTML, or of a component: `<0>`, `<link>` with its `</link>`. What only looks like one (`a < b`,
/// `<empty string>`) is none.
struct TagCount {
  std::string name;  ///< in lower case if it is one of HTML
  int opens = 0;     ///< also `<br/>`
  int closes = 0;
  bool is_void = false;  ///< needs no closing one
};
/// By name.
std::vector<TagCount> tags(std::string_view text);

/// Blanks at the edges of a text, of any kind; a no-break space counts as a space.
std::string leading_blanks(std::string_view text);
std::string trailing_blanks(std::string_view text);
/// True if there is no letter and no digit in it.
bool is_only_punctuation(std::string_view text);

}  // namespace objectos::lint
