// How texts are written in translation files.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "i18n/translation_file.hpp"

namespace objectos::lint {

enum class Quote : std::uint8_t { none, single, both };

/// How a file writes what it holds.
struct FileStyle {
  i18n::FileFormat format = i18n::FileFormat::json;
  std::string line_end = "\n";
  std::string indent = "  ";       ///< of one level
  std::string colon = ": ";        ///< between key and value
  Quote quote = Quote::both;       ///< of most texts; YAML
  bool escapes_non_ascii = false;  ///< JSON: \u00e9
};
FileStyle style_of(const i18n::TranslationFile& file);

/// `text` as JSON, with quotes.
std::string json_text(std::string_view text, bool escapes_non_ascii);
/// `text` as YAML on one line that reads as a string: as `quote` says, or in double quotes where that cannot
/// be. `in_flow`: between { } or [ ].
std::string yaml_text(std::string_view text, Quote quote, bool in_flow);

/// Bytes of a file that give way to others.
struct Edit {
  i18n::Span span;
  std::string text;
};

/// What makes the scalar `node` say `text`: only the bytes that differ where that can be told, all of the
/// scalar else.
std::vector<Edit> scalar_edits(const i18n::TranslationFile& file, const i18n::Node& node,
                               std::string_view text, const FileStyle& style);

}  // namespace objectos::lint
