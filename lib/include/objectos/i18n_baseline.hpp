// Findings that were there when somebody began to check translations: they are not told again, and every one
// that is mended is taken off the list.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "objectos/api.hpp"
#include "objectos/i18n_check.hpp"

namespace objectos {

/// A list of findings by rule, file and key, without lines, so that it stays the same while files change. A
/// finding that is there twice stands there twice. As a file it is JSON with a line for each, sorted; files
/// are named from the directory that it lies in. Not thread safe.
class OBJECTOS_API Baseline {
 public:
  /// The list in a file; nothing if there is no such file. Error(data) with line and column for a damaged
  /// one, and for one of a newer version; Error(denied or unavailable) if it cannot be read.
  static std::optional<Baseline> read(const std::string& path);
  /// All findings of a report, to be written to `path`.
  static Baseline of(std::string path, const CheckReport& report);

  std::size_t size() const noexcept { return entries_.size(); }

  /// Takes the findings that are on the list out of `report`. What is on the list and was looked for, but not
  /// found, is stale: an ignore-unused is added for it. Nothing is stale where the report is incomplete, or
  /// where `options`, which it was made with, leave out the file or the rule.
  void apply(const CheckOptions& options, CheckReport& report) const;
  /// Takes the stale ones off the list; how many.
  std::size_t remove_stale(const CheckOptions& options, const CheckReport& report);
  /// The whole file at once, or an Error that names it.
  void write() const;

 private:
  struct Entry {
    std::string file, key, rule;
    std::uint32_t line = 0, column = 0;  ///< in the file of the list
    auto operator<=>(const Entry& other) const {
      return std::tie(file, key, rule) <=> std::tie(other.file, other.key, other.rule);
    }
    bool operator==(const Entry& other) const { return (*this <=> other) == 0; }
  };
  struct Matches;

  explicit Baseline(std::string path) : path_(std::move(path)) {}
  Entry entry_of(const Finding& finding) const;
  Matches match(const CheckOptions& options, const CheckReport& report) const;
  bool is_looked_for(const Entry& entry, const CheckOptions& options) const;
  std::string from_list(const std::string& path) const;

  std::string path_;
  std::vector<Entry> entries_;  // sorted
};

}  // namespace objectos
