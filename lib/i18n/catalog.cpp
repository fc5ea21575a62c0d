#include "i18n/catalog.hpp"

#include <algorithm>

#include "i18n/locale_tag.hpp"
#include "i18n/translation_file.hpp"

namespace objectos::i18n {
namespace {

struct Form {
  std::string_view base;
  std::size_t index;  // in PluralForms::texts
  bool is_nested;
};

/// `items.one` is a form of `items`, and so is `items_one`. The members 0 and 1 are for just these numbers.
std::optional<Form> form_of(std::string_view key) noexcept {
  const std::size_t cut = key.find_last_of("._");
  if (cut == key.npos || cut == 0) return std::nullopt;
  const std::string_view word = key.substr(cut + 1);
  const bool is_nested = key[cut] == '.';
  if (const auto category = plural_category(word))
    return Form{key.substr(0, cut), static_cast<std::size_t>(*category), is_nested};
  if (is_nested && word == "0") return Form{key.substr(0, cut), PluralForms::exactly_0, true};
  if (is_nested && word == "1") return Form{key.substr(0, cut), PluralForms::exactly_1, true};
  return std::nullopt;
}

bool has(const PluralForms& forms, PluralCategory category) noexcept {
  return forms.texts[static_cast<std::size_t>(category)].data() != nullptr;
}

/// With a single form a key may as well be an ordinary one: `errors.other`.
bool is_plural(const PluralForms& forms) noexcept {
  const auto count = std::count_if(forms.texts.begin(), forms.texts.end(),
                                   [](std::string_view text) { return text.data() != nullptr; });
  return has(forms, PluralCategory::other) && count > 1;
}

/// Collects keys and texts in one block, whose size is known in advance, so that views into it stay good.
class Block {
 public:
  explicit Block(std::size_t size) : bytes_(std::make_shared<std::string>()) { bytes_->reserve(size); }
  std::string_view add(std::string_view text) {
    const std::size_t at = bytes_->size();
    bytes_->append(text);
    return {bytes_->data() + at, text.size()};
  }
  std::shared_ptr<const std::string> bytes() const { return bytes_; }

 private:
  std::shared_ptr<std::string> bytes_;
};

/// Walks the nodes of a file and calls `each(key, text)` for every text, with its dotted key.
template <class Each>
void each_text(const TranslationFile& file, std::uint32_t root, std::string_view name_space, Each each) {
  const std::vector<Node>& nodes = file.nodes();
  std::string path(name_space);
  struct Parent {
    std::uint32_t end;
    std::size_t length;       // of the path that leads to it
    std::uint32_t next_item;  // the index of an array's next item
  };
  std::vector<Parent> parents{{nodes[root].end, path.size(), 0}};
  for (std::uint32_t i = root + 1; i < nodes[root].end; ++i) {
    while (i >= parents.back().end) parents.pop_back();
    const Node& node = nodes[i];
    path.resize(parents.back().length);
    if (!path.empty()) path += '.';
    if (nodes[node.parent].kind == NodeKind::array) {
      path += std::to_string(parents.back().next_item++);
    } else {
      path += node.key;
    }
    if (!node.is_scalar()) {
      parents.push_back({node.end, path.size(), 0});
    } else if (node.kind != NodeKind::null) {
      each(std::string_view(path), node.text);
    }
  }
}

/// Where the texts of a file begin: behind the locale's name, if that is its root.
std::uint32_t root_of(const TranslationFile& file, std::string_view locale) noexcept {
  return has_locale_root(file, locale) ? 1 : 0;
}

}  // namespace

bool has_locale_root(const TranslationFile& file, std::string_view locale) noexcept {
  const std::vector<Node>& nodes = file.nodes();
  return nodes.size() > 1 && nodes[1].end == nodes[0].end && nodes[1].kind == NodeKind::object &&
         is_same_tag(nodes[1].key, locale);
}

void Catalog::add(const TranslationFile& file, std::string_view name_space) {
  if (file.nodes().empty()) return;
  const std::uint32_t root = root_of(file, locale_);
  if (root != 0) name_space = {};  // such a file names the whole way itself
  std::size_t bytes = 0, count = 0;
  each_text(file, root, name_space, [&](std::string_view key, std::string_view text) {
    bytes += key.size() + text.size();
    ++count;
  });
  Block block(bytes);
  texts_.reserve(count);
  each_text(file, root, name_space, [&](std::string_view key, std::string_view text) {
    // In this order: the parts of a braced list are.
    const std::string_view kept_key = block.add(key);
    add_text(kept_key, block.add(text));
  });
  blocks_.push_back(block.bytes());
}

void Catalog::add_text(std::string_view key, std::string_view text) {
  texts_.at(key).text = text;
  const auto form = form_of(key);
  if (!form) return;
  PluralForms& forms = forms_.at(form->base);
  const auto bit = static_cast<std::uint8_t>(1U << form->index);
  if ((forms.nested & bit) != 0 && !form->is_nested) return;
  forms.texts[form->index] = text;
  if (form->is_nested) forms.nested |= bit;
}

std::optional<std::string_view> Catalog::find(std::string_view key, const Count* count) const {
  if (count) {
    if (const PluralForms* forms = forms_.find(key)) {
      if (const std::string_view text = choose(*forms, *count); text.data()) return text;
    }
  }
  const Text* text = texts_.find(key);
  return text ? std::optional(text->text) : std::nullopt;
}

/// The rules are not asked, nor loaded, where they cannot matter.
std::string_view Catalog::choose(const PluralForms& forms, const Count& count) const {
  const auto text_of = [&forms](PluralCategory category) {
    return forms.texts[static_cast<std::size_t>(category)];
  };
  if (count.is(0)) {
    if (const std::string_view text = forms.texts[PluralForms::exactly_0]; text.data()) return text;
    if (const std::string_view text = text_of(PluralCategory::zero); text.data()) return text;
  }
  if (count.is(1)) {
    if (const std::string_view text = forms.texts[PluralForms::exactly_1]; text.data()) return text;
  }
  const std::string_view other = text_of(PluralCategory::other);
  const bool has_choice = std::any_of(std::begin(plural_categories), std::end(plural_categories) - 1,
                                      [&](PluralCategory category) { return i18n::has(forms, category); });
  if (!has_choice) return other;
  const PluralRules* known = rules();
  const std::string_view text = text_of(known ? known->of(count) : PluralCategory::other);
  return text.data() ? text : other;
}

const PluralRules* Catalog::rules() const {
  if (!rules_known_.load(std::memory_order_acquire)) {
    rules_.store(plural_data().find(locale_), std::memory_order_relaxed);
    rules_known_.store(true, std::memory_order_release);
  }
  return rules_.load(std::memory_order_relaxed);
}

bool Catalog::has(std::string_view key) const noexcept {
  if (texts_.find(key)) return true;
  const PluralForms* forms = forms_.find(key);
  return forms && i18n::has(*forms, PluralCategory::other);
}

std::vector<std::string> Catalog::keys() const {
  std::vector<std::string> keys;
  for (const Text& text : texts_.entries()) {
    const auto form = form_of(text.key);
    const PluralForms* forms = form ? forms_.find(form->base) : nullptr;
    keys.emplace_back(forms && is_plural(*forms) ? form->base : text.key);
  }
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

}  // namespace objectos::i18n
