// The keys of the source locale, in all the ways in which code may write them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace objectos::lint {

class KeyIndex {
 public:
  using Id = std::uint32_t;

  /// Takes a key of a file; its id, which counts up from 0. `space`: the file's namespace, may be "". Twice
  /// the same key in one namespace is one.
  Id add(std::string_view space, const std::string& key);
  /// Another way to write a key of that file: one of its plural forms.
  void add_spelling(std::string_view space, const std::string& spelling, Id id);
  /// After the last key: what follows may be asked, by any number of threads.
  void finish();

  std::size_t size() const noexcept { return keys_.size(); }
  /// With its namespace: "menu.save".
  const std::string& key(Id id) const noexcept { return keys_[id]; }

  /// Calls `visit(id)` for the keys that `text` may mean; false if there is none.
  template <class Visit>
  bool find(std::string_view text, Visit&& visit) const {
    const auto found = exact_.find(text);
    if (found == exact_.end()) return false;
    for (std::size_t i = found->second.first; i < found->second.second; ++i) visit(sorted_[i].second);
    return true;
  }

  /// The same for a pattern, which has a hole where anything may stand. One that is nothing but holes means
  /// none.
  template <class Visit>
  bool match(std::string_view pattern, Visit&& visit) const {
    bool has_match = false;
    const auto [begin, end] = range(pattern);
    for (std::size_t i = begin; i < end; ++i) {
      if (!fits(pattern, sorted_[i].first)) continue;
      has_match = true;
      visit(sorted_[i].second);
    }
    return has_match;
  }

 private:
  using Spelling = std::pair<std::string, Id>;

  /// The spellings that begin as the pattern does.
  std::pair<std::size_t, std::size_t> range(std::string_view pattern) const;
  static bool fits(std::string_view pattern, std::string_view text) noexcept;

  std::vector<std::string> keys_;
  std::unordered_map<std::string, Id> ids_;
  std::vector<Spelling> sorted_;
  std::unordered_map<std::string_view, std::pair<std::size_t, std::size_t>> exact_;  // places in sorted_
};

}  // namespace objectos::lint
