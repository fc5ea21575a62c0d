// The keys of the source locale, with the files that have them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "lint/key_index.hpp"
#include "lint/layout.hpp"
#include "lint/outline.hpp"

namespace objectos::lint {

struct SourceKeys {
  struct File {
    LocaleFile named;
    std::unique_ptr<const TranslationFile> text;
    std::unique_ptr<const Outline> outline;
  };
  /// Where a key stands.
  struct Place {
    std::uint32_t file;
    std::uint32_t node;
  };

  std::string locale;
  std::vector<File> files;
  KeyIndex index;
  std::vector<Place> places;  ///< by KeyIndex::Id
};

/// Reads the files of the source locale. Error(usage) where there is none, Error(data) with its place for a
/// file that cannot be parsed, Error(denied or unavailable) for one that cannot be read.
SourceKeys read_source_keys(const CheckOptions& options);

}  // namespace objectos::lint
