// How the readers of the formats put a TranslationFile together.
#pragma once

#include "i18n/translation_file.hpp"

namespace objectos::i18n {

class TreeBuilder {
 public:
  explicit TreeBuilder(TranslationFile& file) : file_(file) {}

  std::string_view text() const noexcept { return file_.text_; }
  std::vector<Node>& nodes() noexcept { return file_.nodes_; }

  /// Appends a node below `parent` (ignored for the first); its index. `end` is set by close().
  std::uint32_t add(Node node, std::uint32_t parent);
  /// The object or array is complete: it reaches to `end_offset`.
  void close(std::uint32_t node, std::uint32_t end_offset);

  /// `bytes` where the file keeps them: a part of its text if they stand there, else a copy.
  std::string_view keep(std::string_view bytes, std::string_view as_written);

  bool has_faults() const noexcept { return !file_.faults_.empty(); }
  bool is_full() const noexcept { return file_.faults_.size() >= TranslationFile::max_faults; }
  void fault(Fault::Kind kind, bool is_fatal, Span span, Message message);
  void drop_nodes() { file_.nodes_.clear(); }

  /// Reports bytes that are no UTF-8, and control characters as such where `with_controls`.
  void check_bytes(bool with_controls);
  /// Reports control characters that a decoded string holds, which escapes have put there.
  void check_decoded(std::string_view decoded, Span span);

 private:
  TranslationFile& file_;
};

void read_json(TreeBuilder& builder, std::size_t first_byte);
void read_yaml(TreeBuilder& builder, std::size_t first_byte);

}  // namespace objectos::i18n
