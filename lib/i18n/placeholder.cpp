#include "i18n/placeholder.hpp"

namespace objectos::i18n {
namespace {

std::string_view trimmed(std::string_view text) noexcept {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// What stands between the delimiters. False if it names nothing.
bool read_inside(std::string_view inside, Placeholder& found) noexcept {
  inside = trimmed(inside);
  if (inside.starts_with('-')) inside = trimmed(inside.substr(1));
  const std::size_t bar = inside.find_first_of(",|");
  found.name = trimmed(inside.substr(0, bar));
  if (bar == inside.npos) return !found.name.empty();
  const std::string_view how = inside.substr(bar + 1);
  const std::size_t colon = how.find(':');
  found.directive = trimmed(how.substr(0, colon));
  if (colon != how.npos) found.argument = trimmed(how.substr(colon + 1));
  return !found.name.empty();
}

}  // namespace

std::optional<Placeholder> next_placeholder(std::string_view text, std::size_t from,
                                            const Delimiters& delimiters) noexcept {
  for (;;) {
    const std::size_t open = text.find(delimiters.open, from);
    if (open == text.npos) return std::nullopt;
    const std::size_t close = text.find(delimiters.close, open + delimiters.open.size());
    if (close == text.npos) return std::nullopt;
    Placeholder found;
    found.begin = text.rfind(delimiters.open, close - delimiters.open.size());
    found.end = close + delimiters.close.size();
    const std::size_t inside = found.begin + delimiters.open.size();
    if (read_inside(text.substr(inside, close - inside), found)) return found;
    from = found.end;
  }
}

}  // namespace objectos::i18n
