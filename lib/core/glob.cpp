#include "core/utf8.hpp"
#include "objectos/error.hpp"
#include "objectos/text.hpp"

namespace objectos {
namespace {

constexpr auto npos = std::string_view::npos;

/// Where the set that opens at `open` closes; a `]` right behind `[` or `[!` is a member.
std::size_t set_end(std::string_view pattern, std::size_t open) {
  std::size_t i = open + 1;
  if (i < pattern.size() && pattern[i] == '!') ++i;
  for (bool first = true; i < pattern.size(); ++i, first = false) {
    if (pattern[i] == '\\') {
      ++i;
    } else if (pattern[i] == ']' && !first) {
      return i;
    }
  }
  return npos;
}

/// One character of a pattern or a text, an ill-formed byte as itself.
std::string_view character(std::string_view text) {
  const std::size_t length = utf8::sequence_length(text);
  return text.substr(0, length == 0 ? 1 : length);
}

/// Bytewise comparison of UTF-8 is comparison of code points.
bool in_set(std::string_view set, std::string_view c) {
  const bool negated = !set.empty() && set.front() == '!';
  if (negated) set.remove_prefix(1);
  const auto take = [&set] {
    if (set.size() > 1 && set.front() == '\\') set.remove_prefix(1);
    const auto member = character(set);
    set.remove_prefix(member.size());
    return member;
  };
  while (!set.empty()) {
    const auto low = take();
    auto high = low;
    if (set.size() > 1 && set.front() == '-') {
      set.remove_prefix(1);
      high = take();
    }
    if (low <= c && c <= high) return !negated;
  }
  return negated;
}

/// Matches the pattern's first element, not `*`, against the text's first character.
bool match_one(std::string_view& pattern, std::string_view& text) {
  std::size_t taken = 1;
  std::string_view c = text.substr(0, 1);
  bool matches = false;
  switch (pattern.front()) {
    case '?':
      c = character(text);
      matches = true;
      break;
    case '[': {
      const std::size_t end = set_end(pattern, 0);
      c = character(text);
      matches = in_set(pattern.substr(1, end - 1), c);
      taken = end + 1;
      break;
    }
    case '\\':
      matches = pattern[1] == text.front();
      taken = 2;
      break;
    default: matches = pattern.front() == text.front();
  }
  if (!matches) return false;
  pattern.remove_prefix(taken);
  text.remove_prefix(c.size());
  return true;
}

}  // namespace

Glob::Glob(std::string_view pattern) : pattern_(pattern) {
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    switch (pattern[i]) {
      case '\\':
        if (++i == pattern.size()) {
          throw Error(Errc::usage, Message("glob.open_escape",
                                           "pattern \"{{pattern}}\": nothing follows the \\ at its end",
                                           {{"pattern", pattern}}));
        }
        if (literal_) prefix_ += pattern[i];
        break;
      case '[': {
        const std::size_t end = set_end(pattern, i);
        if (end == npos) {
          throw Error(Errc::usage,
                      Message("glob.open_set", "pattern \"{{pattern}}\": the [ is never closed",
                              {{"pattern", pattern}}),
                      Message("glob.open_set_hint", "write \\[ for the character itself"));
        }
        i = end;
        literal_ = false;
        break;
      }
      case '*':
        prefix_only_ = literal_ && i + 1 == pattern.size();
        literal_ = false;
        break;
      case '?': literal_ = false; break;
      default:
        if (literal_) prefix_ += pattern[i];
    }
  }
}

bool Glob::matches(std::string_view text) const noexcept {
  if (literal_) return text == prefix_;
  if (text.substr(0, prefix_.size()) != prefix_) return false;
  if (prefix_only_) return true;
  // Greedy with one point of return: a later `*` makes every earlier choice irrelevant.
  std::string_view pattern = pattern_;
  std::string_view retry_pattern;
  std::string_view retry_text;
  bool can_retry = false;
  while (!text.empty()) {
    if (!pattern.empty() && pattern.front() == '*') {
      pattern.remove_prefix(1);
      if (pattern.empty()) return true;
      retry_pattern = pattern;
      retry_text = text;
      can_retry = true;
    } else if (pattern.empty() || !match_one(pattern, text)) {
      if (!can_retry) return false;
      retry_text.remove_prefix(character(retry_text).size());  // `*` does not end inside a character
      pattern = retry_pattern;
      text = retry_text;
    }
  }
  while (!pattern.empty() && pattern.front() == '*') pattern.remove_prefix(1);
  return pattern.empty();
}

std::string Glob::escape(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '*' || c == '?' || c == '[' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

}  // namespace objectos
