// Pictures made of characters.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace objectos::cli {

/// What charts are drawn with: blocks, or plain characters where the locale is not UTF-8.
class Pen {
 public:
  explicit Pen(bool has_blocks) : has_blocks_(has_blocks) {}

  /// A bar over `share` (0 to 1) of `width` columns. Something is seen of whatever is above 0.
  std::string bar(double share, std::size_t width) const;
  /// A column for each value, between the lowest and the highest of them; a blank for NaN.
  std::string sparkline(std::span<const double> values) const;
  /// Between labels and bars.
  std::string_view axis() const noexcept { return has_blocks_ ? "\u2502" : "|"; }
  /// At the end of what was cut off.
  std::string_view cut_mark() const noexcept { return has_blocks_ ? "\u2026" : "~"; }

 private:
  bool has_blocks_;
};

/// A number as people read it: at most six digits, or three behind the point of a large one.
std::string short_number(double x);

/// `text` in a column of `width`, at its left or right edge.
std::string left(std::string_view text, std::size_t width);
std::string right(std::string_view text, std::size_t width);

}  // namespace objectos::cli
