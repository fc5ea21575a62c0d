#include "chart.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <iterator>
#include <limits>

#include "objectos/metrics.hpp"
#include "text_width.hpp"

namespace objectos::cli {
namespace {

// By eighths of a column.
constexpr std::array<std::string_view, 9> from_left = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"};
constexpr std::array<std::string_view, 8> from_below = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
constexpr std::array<std::string_view, 8> plain_heights = {"_", ".", "-", "~", "=", "+", "*", "#"};

}  // namespace

std::string Pen::bar(double share, std::size_t width) const {
  if (!(share > 0) || width == 0) return {};
  const double exact = std::min(share, 1.0) * static_cast<double>(width);
  if (!has_blocks_)
    return std::string(std::max<std::size_t>(1, static_cast<std::size_t>(std::lround(exact))), '#');
  const auto eighths = std::max<std::size_t>(1, static_cast<std::size_t>(std::lround(exact * 8)));
  std::string bar;
  for (std::size_t i = 0; i < eighths / 8; ++i) bar += from_left.back();
  return bar.append(from_left[eighths % 8]);
}

std::string Pen::sparkline(std::span<const double> values) const {
  double lowest = std::numeric_limits<double>::infinity(), highest = -lowest;
  for (const double value : values) {
    if (!std::isfinite(value)) continue;
    lowest = std::min(lowest, value);
    highest = std::max(highest, value);
  }
  const auto& heights = has_blocks_ ? from_below : plain_heights;
  std::string line;
  for (const double value : values) {
    // By halves: the difference of two finite numbers need not be finite.
    const double range = highest / 2 - lowest / 2;
    const double share = std::isinf(value) ? (value > 0 ? 1 : 0)
                         : range > 0       ? (value / 2 - lowest / 2) / range
                                           : 0;
    line += std::isnan(value) ? " " : heights[static_cast<std::size_t>(std::lround(share * 7))];
  }
  return line;
}

std::string short_number(double x) {
  const double size = std::abs(x);
  if (!std::isfinite(x) || size >= 1e15 || x == std::trunc(x)) return metric_number(x);
  char buffer[64];
  const auto end = size >= 1e5 ? std::to_chars(buffer, std::end(buffer), x, std::chars_format::fixed, 3)
                               : std::to_chars(buffer, std::end(buffer), x, std::chars_format::general, 6);
  std::string text(buffer, end.ptr);
  if (size >= 1e5) {
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
  }
  return text;
}

std::string left(std::string_view text, std::size_t width) {
  const std::size_t used = columns(text);
  return std::string(text) + std::string(used < width ? width - used : 0, ' ');
}

std::string right(std::string_view text, std::size_t width) {
  const std::size_t used = columns(text);
  return std::string(used < width ? width - used : 0, ' ') + std::string(text);
}

}  // namespace objectos::cli
