// One translation file, mended in what the linter has found in it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "lint/outline.hpp"
#include "objectos/i18n_fix.hpp"

namespace objectos::lint {

/// A file with its tree, and the nodes by where their keys and values begin.
class OpenFile {
 public:
  OpenFile(const std::string& path, const std::string& locale, const CheckOptions& options,
           const Outline* source);

  const TranslationFile& file() const { return *file_; }
  const Outline& outline() const { return outline_; }
  /// The node whose key or value begins there.
  std::optional<std::uint32_t> node_at(const FilePlace& place) const;
  /// The item of a node; of a plural node with suffixes by its first form.
  std::optional<std::uint32_t> item_of(std::uint32_t node) const;

 private:
  std::unique_ptr<const TranslationFile> file_;
  Outline outline_;
  std::unordered_map<std::uint32_t, std::uint32_t> by_place_;
  std::unordered_map<std::uint32_t, std::uint32_t> by_node_;
};

/// What becomes of `target`. Findings that cannot be mended with certainty are left out and not counted.
/// `source`: the source's file; null where no finding needs it.
FileFix mended(const CheckOptions& options, const OpenFile& target, const OpenFile* source,
               const std::string& locale, const std::vector<const Finding*>& findings);

}  // namespace objectos::lint
