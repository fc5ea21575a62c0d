// HTML as a sequence of texts and tags. It never fails and never goes back: what is no tag is text.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace objectos::mail {

struct HtmlTag {
  std::string name;  ///< in lower case
  bool is_end = false;
  std::vector<std::pair<std::string, std::string>> attributes{};  ///< names in lower case, values decoded

  /// Empty if it is not there.
  std::string_view attribute(std::string_view name) const;
};

struct HtmlPiece {
  std::string text{};  ///< decoded; of a tag empty
  std::optional<HtmlTag> tag{};
};

class HtmlScanner {
 public:
  explicit HtmlScanner(std::string_view html) : rest_(html) {}
  /// Nothing at the end. Comments, declarations, scripts and styles are passed over.
  std::optional<HtmlPiece> next();

 private:
  std::optional<HtmlTag> take_tag();
  void skip_content(std::string_view name);
  bool skip_comment();

  std::string_view rest_;
};

/// With character references (`&amp;`, `&#233;`) as the characters that they stand for.
std::string html_decoded(std::string_view text);

}  // namespace objectos::mail
