// Glob against a matcher by table, which has no way to go back and so none to go back wrongly.
#include <optional>
#include <vector>

#include "fuzz.hpp"
#include "objectos/text.hpp"

using objectos::Glob;

namespace {

using Text = std::vector<std::string_view>;

Text characters(std::string_view text) {
  Text out;
  while (!text.empty()) {
    std::size_t length = 1;
    while (length < 4 && length < text.size() && !objectos::is_utf8(text.substr(0, length))) ++length;
    if (!objectos::is_utf8(text.substr(0, length))) length = 1;
    out.push_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return out;
}

/// The index behind the set that opens at `open`; nothing if it is never closed.
std::optional<std::size_t> end_of_set(const Text& p, std::size_t open) {
  std::size_t i = open + 1;
  if (i < p.size() && p[i] == "!") ++i;
  for (bool first = true;; first = false) {
    if (i >= p.size()) return std::nullopt;
    if (p[i] == "]" && !first) return i + 1;
    i += p[i] == "\\" ? 2 : 1;
  }
}

bool in_set(const Text& p, std::size_t from, std::size_t to, std::string_view c) {
  bool negated = false;
  if (from < to && p[from] == "!") {
    negated = true;
    ++from;
  }
  const auto member = [&] {
    if (p[from] == "\\" && from + 1 < to) ++from;
    return p[from++];
  };
  while (from < to) {
    const auto low = member();
    auto high = low;
    if (from + 1 < to && p[from] == "-") {
      ++from;
      high = member();
    }
    if (low <= c && c <= high) return !negated;
  }
  return negated;
}

/// Whether `p` matches `t`, from the ends backwards: matched[j] is whether p[i…] matches t[j…]. A recursion
/// would be plainer, but takes minutes for `*?*?*?*?*?*?*?*` on a text that does not match.
bool naive(const Text& p, const Text& t) {
  std::vector<std::size_t> elements;  // where each begins in `p`
  for (std::size_t i = 0; i < p.size();) {
    elements.push_back(i);
    i = p[i] == "\\" ? i + 2 : p[i] == "[" ? *end_of_set(p, i) : i + 1;
  }
  const auto matches_one = [&](std::size_t i, std::string_view c) {
    if (p[i] == "[") return in_set(p, i + 1, *end_of_set(p, i) - 1, c);
    return p[i] == "?" || (p[i] == "\\" ? p[i + 1] : p[i]) == c;
  };
  std::vector<bool> matched(t.size() + 1, false);
  matched.back() = true;
  for (auto element = elements.rbegin(); element != elements.rend(); ++element) {
    std::vector<bool> longer(t.size() + 1, false);
    for (std::size_t j = t.size() + 1; j-- > 0;) {
      const bool more = j < t.size();
      if (p[*element] == "*") {
        longer[j] = matched[j] || (more && longer[j + 1]);
      } else {
        longer[j] = more && matched[j + 1] && matches_one(*element, t[j]);
      }
    }
    matched = longer;
  }
  return matched.front();
}

/// Whether a pattern is one at all: something stands behind the last backslash, every set is closed.
bool is_pattern(const Text& p) {
  for (std::size_t i = 0; i < p.size();) {
    if (p[i] == "\\") {
      if (i + 1 == p.size()) return false;
      i += 2;
    } else if (p[i] == "[") {
      const auto end = end_of_set(p, i);
      if (!end) return false;
      i = *end;
    } else {
      ++i;
    }
  }
  return true;
}

}  // namespace

/// The input: pattern, a NUL, text.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input = as_text(data, size);
  const std::string_view pattern = input.substr(0, input.find('\0'));
  const std::string_view text =
      pattern.size() < input.size() ? input.substr(pattern.size() + 1) : std::string_view();
  const Glob escaped(Glob::escape(text));
  MUST_HOLD(escaped.is_literal() && escaped.prefix() == text && escaped.matches(text));

  std::optional<Glob> glob;
  const bool accepted = succeeds(objectos::Errc::usage, [&] { glob.emplace(pattern); });
  if (objectos::is_utf8(pattern)) MUST_HOLD(accepted == is_pattern(characters(pattern)));
  if (!accepted) return 0;
  const bool matches = glob->matches(text);
  const bool begins = text.substr(0, glob->prefix().size()) == glob->prefix();
  if (matches) MUST_HOLD(begins);
  if (glob->is_literal()) MUST_HOLD(matches == (text == glob->prefix()));
  if (glob->is_prefix()) MUST_HOLD(matches == begins);
  // In ill-formed text it is open where a character begins: nothing to compare.
  if (!objectos::is_utf8(pattern) || !objectos::is_utf8(text)) return 0;
  MUST_HOLD(matches == naive(characters(pattern), characters(text)));
  return 0;
}
