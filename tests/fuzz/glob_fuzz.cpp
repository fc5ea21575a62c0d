// Glob against a recursive matcher that is too simple to be wrong, on short inputs.
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

bool naive(const Text& p, std::size_t i, const Text& t, std::size_t j) {
  if (i == p.size()) return j == t.size();
  if (p[i] == "*") return naive(p, i + 1, t, j) || (j < t.size() && naive(p, i, t, j + 1));
  if (j == t.size()) return false;
  if (p[i] == "?") return naive(p, i + 1, t, j + 1);
  if (p[i] == "[") {
    const std::size_t end = *end_of_set(p, i);
    return in_set(p, i + 1, end - 1, t[j]) && naive(p, end, t, j + 1);
  }
  if (p[i] == "\\") ++i;
  return p[i] == t[j] && naive(p, i + 1, t, j + 1);
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
  if (pattern.size() > 16 || text.size() > 24 || !objectos::is_utf8(pattern) || !objectos::is_utf8(text))
    return 0;
  MUST_HOLD(matches == naive(characters(pattern), 0, characters(text), 0));
  return 0;
}
