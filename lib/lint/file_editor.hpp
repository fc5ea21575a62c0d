// Changes a translation file and nothing else in it: order, indentation, comments, quotes and line ends of
// the rest stay.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "i18n/translation_file.hpp"
#include "lint/scalar_text.hpp"

namespace objectos::lint {

/// A key with its value, to be written.
struct NewMember {
  enum class Kind : std::uint8_t {
    text,
    literal,
    object,
    array
  };                          ///< literal: a number, boolean or null as it is written
  std::string key;            ///< of no meaning in an array
  bool is_plain_key = false;  ///< YAML: without quotes, as 0 and 1 are written
  Kind kind = Kind::text;
  std::string text;
  std::vector<NewMember> members;
};

class FileEditor {
 public:
  /// `file` must outlive it, and not be broken.
  explicit FileEditor(const i18n::TranslationFile& file);

  /// Puts `member` into the object behind its child `after`, or first of all if that is 0. What is inserted
  /// at one place stands in the order of the calls.
  void insert(std::uint32_t object, std::uint32_t after, NewMember member);
  /// Takes a member of an object away, with its comma, or with its lines and the comment in the last of them.
  void remove(std::uint32_t node);
  /// Lets a scalar say `text`, as a string.
  void set_text(std::uint32_t node, std::string_view text);

  bool has_changes() const noexcept { return !objects_.empty() || !scalars_.empty(); }
  /// The changed text.
  std::string text() const;

 private:
  struct Insertion {
    std::uint32_t after;
    NewMember member;
  };
  struct ObjectChange {
    std::vector<Insertion> inserted;
    std::vector<std::uint32_t> removed;
  };

  class Layout;

  bool is_gone(std::uint32_t node) const;

  const i18n::TranslationFile& file_;
  FileStyle style_;
  std::map<std::uint32_t, ObjectChange> objects_;
  std::map<std::uint32_t, std::vector<Edit>> scalars_;
};

/// `text` with all edits done, which do not overlap; of two at one place the first in the list comes first.
std::string edited(std::string_view text, std::vector<Edit> edits);

}  // namespace objectos::lint
