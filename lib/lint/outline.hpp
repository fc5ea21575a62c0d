// The logical tree of a translation file: texts, objects, lists, and plural nodes, which are one key in
// several forms.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "i18n/plural.hpp"
#include "i18n/translation_file.hpp"
#include "objectos/i18n_check.hpp"

namespace objectos::lint {

using i18n::Node;
using i18n::NodeKind;
using i18n::PluralCategory;
using i18n::TranslationFile;

/// A plural form: a category of CLDR, or exactly 0 or 1.
enum class Form : std::uint8_t { zero, one, two, few, many, other, exactly_0, exactly_1 };
inline constexpr std::size_t form_count = 8;
inline constexpr std::array<Form, form_count> all_forms{
    Form::zero, Form::one, Form::two, Form::few, Form::many, Form::other, Form::exactly_0, Form::exactly_1};
/// "zero" … "other", "0", "1".
std::string_view form_name(Form form) noexcept;
bool form_of(std::string_view name, Form& form) noexcept;
inline bool is_category(Form form) noexcept {
  return form < Form::exactly_0;
}
inline PluralCategory category_of(Form form) noexcept {
  return static_cast<PluralCategory>(form);
}

/// Nodes of the forms; 0: there is none (the root is no form).
struct Forms {
  std::array<std::uint32_t, form_count> nodes{};
  bool is_suffix = false;  ///< `item_one`, `item_other` beside each other, not below `item`

  std::uint32_t of(Form form) const noexcept { return nodes[static_cast<std::size_t>(form)]; }
  std::uint32_t first() const noexcept;
  std::size_t count() const noexcept;
};

struct Item {
  enum class Kind : std::uint8_t {
    text,
    value,
    object,
    array,
    plural
  };  ///< value: a number, boolean or null
  Kind kind;
  bool is_dead = false;  ///< a later key of the same name has taken its place
  std::uint32_t node;    ///< of a plural node with suffixes: its first form
  std::uint32_t parent;
  std::uint32_t end;  ///< index of the item behind the last one below it
  std::uint32_t forms = 0;
  std::string_view name;  ///< of a plural node with suffixes: without them
};

class Outline {
 public:
  /// `source`: the outline of the source's file, whose plural nodes are plural here too; or null.
  Outline(const TranslationFile& file, std::string_view locale, const CheckOptions& options,
          const Outline* source);

  const TranslationFile& file() const noexcept { return file_; }
  /// The first is the root: what is below the locale's own key, where a file has one.
  const std::vector<Item>& items() const noexcept { return items_; }
  const Forms& forms(const Item& item) const noexcept { return forms_[item.forms]; }
  const Node& node(std::uint32_t index) const noexcept { return file_.nodes()[index]; }
  const Node& node(const Item& item) const noexcept { return node(item.node); }

  /// The item called `name` in the object `parent`, a plural node with suffixes or any other; 0: there is
  /// none.
  std::uint32_t find(std::uint32_t parent, std::string_view name, bool is_suffix = false) const noexcept;

  /// "a.b.c".
  std::string key(std::uint32_t item) const;
  /// "a.b.one" or "a.b_one".
  std::string key(std::uint32_t item, Form form) const;
  /// Texts, values, lists and plural nodes from `item` on, itself too.
  std::size_t count_keys(std::uint32_t item) const;

  /// The later of two keys with one name, and the one before.
  const std::vector<std::pair<std::uint32_t, std::uint32_t>>& duplicates() const noexcept {
    return duplicates_;
  }
  /// True if another text item says the same. Only of an outline without a source.
  bool is_repeated(std::uint32_t item) const noexcept { return item < repeated_.size() && repeated_[item]; }
  bool has_plurals() const noexcept { return forms_.size() > 1; }
  /// The key that stands for the locale, if the file has one: `en:` in Rails.
  std::string_view root_key() const noexcept { return root_key_; }
  std::uint32_t root_node() const noexcept { return items_.empty() ? 0 : items_[0].node; }

 private:
  struct Slot {
    std::uint32_t item = 0;
    std::uint32_t hash = 0;
  };

  void add_children(std::uint32_t parent, const Outline* source, std::uint32_t twin);
  void add_child(std::uint32_t parent, std::uint32_t node, const Outline* source, std::uint32_t twin_parent);
  void add_group(std::uint32_t parent, std::string_view base, const Forms& forms);
  void enter(std::uint32_t item, bool is_suffix);
  bool is_plural(std::uint32_t node, const Item* twin) const;
  Forms nested_forms(std::uint32_t node);
  std::vector<std::string_view> suffix_bases(std::uint32_t node, const Outline* source,
                                             std::uint32_t twin) const;
  std::string_view index_name(std::size_t index);
  bool has_count(std::string_view text) const;
  void find_repeated();

  const TranslationFile& file_;
  const CheckOptions& options_;
  std::vector<Item> items_;
  std::vector<Forms> forms_{1};
  std::vector<Slot> table_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> duplicates_;
  std::vector<bool> repeated_;
  std::deque<std::string> names_;
  std::string_view root_key_;
};

}  // namespace objectos::lint
