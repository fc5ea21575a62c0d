// Which files of a directory are message templates and partials.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "objectos/message_templates.hpp"

namespace objectos::notification {

struct TemplateFile {
  std::string name;
  std::string locale;  ///< as it is written; empty: none
  MessagePart part = MessagePart::text;
  std::string path;
};

/// The text of a file; of a subject and an SMS without the line break at its end.
std::string source_of(const TemplateFile& file);

/// Names of templates: letters, digits, `-`, `_`. Of partials also `/` between them.
bool is_template_name(std::string_view name) noexcept;
bool is_partial_name(std::string_view name) noexcept;

/// One listing of the directory; nothing in it if it is not there.
class TemplateFiles {
 public:
  /// Error(denied or unavailable) if it cannot be read.
  explicit TemplateFiles(const std::string& directory);

  /// Sorted by name, then by locale, then by part.
  const std::vector<TemplateFile>& messages() const noexcept { return messages_; }
  const std::vector<TemplateFile>& partials() const noexcept { return partials_; }
  /// Paths of files that end in .hbs and are called like neither: nothing uses them. Sorted.
  const std::vector<std::string>& strays() const noexcept { return strays_; }

  /// The file in the first of `locales` that has one, else the one without a locale; null if there is none.
  const TemplateFile* message(std::string_view name, MessagePart part,
                              const std::vector<std::string>& locales) const noexcept;
  const TemplateFile* partial(std::string_view name, const std::vector<std::string>& locales) const noexcept;
  bool has_message(std::string_view name) const noexcept;

 private:
  void add_partials(const std::string& path, const std::string& prefix);
  std::vector<TemplateFile> messages_;
  std::vector<TemplateFile> partials_;
  std::vector<std::string> strays_;
};

}  // namespace objectos::notification
