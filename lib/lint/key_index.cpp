#include "lint/key_index.hpp"

#include <algorithm>

#include "lint/source_scanner.hpp"

namespace objectos::lint {

namespace {

std::string in_space(std::string_view space, const std::string& key) {
  if (space.empty()) return key;
  std::string dotted(space);
  std::replace(dotted.begin(), dotted.end(), '/', '.');
  return dotted.append(".").append(key);
}

}  // namespace

KeyIndex::Id KeyIndex::add(std::string_view space, const std::string& key) {
  std::string whole = in_space(space, key);
  const auto [found, is_new] = ids_.try_emplace(whole, static_cast<Id>(keys_.size()));
  if (is_new) keys_.push_back(std::move(whole));
  add_spelling(space, key, found->second);
  return found->second;
}

void KeyIndex::add_spelling(std::string_view space, const std::string& spelling, Id id) {
  sorted_.emplace_back(spelling, id);
  if (space.empty()) return;
  sorted_.emplace_back(std::string(space).append(":").append(spelling), id);
  sorted_.emplace_back(in_space(space, spelling), id);
}

void KeyIndex::finish() {
  ids_.clear();
  std::sort(sorted_.begin(), sorted_.end());
  sorted_.erase(std::unique(sorted_.begin(), sorted_.end()), sorted_.end());
  exact_.reserve(sorted_.size());
  for (std::size_t i = 0; i < sorted_.size(); ++i)
    ++exact_.try_emplace(sorted_[i].first, i, i).first->second.second;
}

std::pair<std::size_t, std::size_t> KeyIndex::range(std::string_view pattern) const {
  const std::string_view begin = pattern.substr(0, pattern.find(hole));
  if (begin.empty() && pattern.find_first_not_of(hole) == pattern.npos) return {0, 0};
  const auto first = std::lower_bound(sorted_.begin(), sorted_.end(), begin,
                                      [](const Spelling& a, std::string_view b) { return a.first < b; });
  const auto last = std::partition_point(
      first, sorted_.end(), [begin](const Spelling& each) { return each.first.starts_with(begin); });
  return {static_cast<std::size_t>(first - sorted_.begin()),
          static_cast<std::size_t>(last - sorted_.begin())};
}

/// Each piece between holes is taken at its first place: with no other wildcard that finds every match.
bool KeyIndex::fits(std::string_view pattern, std::string_view text) noexcept {
  std::size_t next = pattern.find(hole);
  if (next == pattern.npos) return pattern == text;
  if (!text.starts_with(pattern.substr(0, next))) return false;
  text.remove_prefix(next);
  for (pattern.remove_prefix(next + 1);; pattern.remove_prefix(next + 1)) {
    next = pattern.find(hole);
    if (next == pattern.npos) return text.size() >= pattern.size() && text.ends_with(pattern);
    const std::string_view piece = pattern.substr(0, next);
    const auto found = text.find(piece);
    if (found == text.npos) return false;
    text.remove_prefix(found + piece.size());
  }
}

}  // namespace objectos::lint
