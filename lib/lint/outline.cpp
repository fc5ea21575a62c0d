#include "lint/outline.hpp"

#include <algorithm>
#include <unordered_map>

#include "i18n/locale_tag.hpp"
#include "lint/languages.hpp"

namespace objectos::lint {
namespace {

constexpr std::string_view names[form_count] = {"zero", "one", "two", "few", "many", "other", "0", "1"};

std::uint32_t hash_of(std::uint32_t parent, std::string_view name, bool is_suffix) {
  std::uint64_t hash = 0xcbf29ce484222325u ^ (parent * 2u + (is_suffix ? 1u : 0u));
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return static_cast<std::uint32_t>(hash ^ (hash >> 32));
}

/// `item_one` → `item` and the form.
bool split_suffix(std::string_view key, std::string_view& base, Form& form) {
  const auto at = key.rfind('_');
  if (at == key.npos || at == 0 || !form_of(key.substr(at + 1), form) || !is_category(form)) return false;
  base = key.substr(0, at);
  return true;
}

std::uint32_t index_of(const std::vector<Item>& items) {
  return static_cast<std::uint32_t>(items.size());
}

}  // namespace

std::string_view form_name(Form form) noexcept {
  return names[static_cast<std::size_t>(form)];
}

bool form_of(std::string_view name, Form& form) noexcept {
  const auto* found = std::find(std::begin(names), std::end(names), name);
  if (found == std::end(names)) return false;
  form = static_cast<Form>(found - std::begin(names));
  return true;
}

std::uint32_t Forms::first() const noexcept {
  std::uint32_t least = 0;
  for (const std::uint32_t node : nodes)
    if (node != 0 && (least == 0 || node < least)) least = node;
  return least;
}

std::size_t Forms::count() const noexcept {
  return static_cast<std::size_t>(
      std::count_if(nodes.begin(), nodes.end(), [](std::uint32_t node) { return node != 0; }));
}

Outline::Outline(const TranslationFile& file, std::string_view locale, const CheckOptions& options,
                 const Outline* source)
    : file_(file), options_(options) {
  const auto& nodes = file.nodes();
  if (nodes.empty()) return;
  std::size_t slots = 16;
  while (slots < nodes.size() * 2) slots *= 2;
  table_.resize(slots);
  items_.reserve(nodes.size());
  std::uint32_t root = 0;
  // A single key that is a locale's name, over everything: the way of Rails.
  if (nodes.size() > 1 && nodes[1].end == nodes.size() && nodes[1].kind == NodeKind::object &&
      (i18n::is_same_tag(nodes[1].key, locale) ||
       (names_locale(nodes[1].key) && source && !source->root_key().empty()))) {
    root = 1;
    root_key_ = nodes[1].key;
  }
  items_.push_back({Item::Kind::object, false, root, 0, 0, 0, {}});
  add_children(0, source && !source->items().empty() ? source : nullptr, 0);
  items_[0].end = index_of(items_);
  if (!source) find_repeated();
}

void Outline::find_repeated() {
  repeated_.resize(items_.size());
  std::unordered_map<std::string_view, std::uint32_t> first;
  for (std::uint32_t item = 1; item < items_.size(); ++item) {
    if (items_[item].kind != Item::Kind::text) continue;
    const auto [found, is_new] = first.try_emplace(node(items_[item]).text, item);
    if (!is_new) repeated_[item] = repeated_[found->second] = true;
  }
}

/// `twin`: the object of the source with the same key, if `source` is not null.
void Outline::add_children(std::uint32_t parent, const Outline* source, std::uint32_t twin) {
  const std::uint32_t object = items_[parent].node;
  const auto& nodes = file_.nodes();
  const std::uint32_t end = nodes[object].end;
  if (nodes[object].kind == NodeKind::array) {
    std::size_t index = 0;
    for (std::uint32_t child = object + 1; child < end; child = nodes[child].end, ++index) {
      const std::string_view name = index_name(index);
      const std::uint32_t item = index_of(items_);
      add_child(parent, child, source, twin);
      items_[item].name = name;
      enter(item, false);
    }
    return;
  }
  const std::vector<std::string_view> bases = suffix_bases(object, source, twin);
  std::vector<Forms> groups(bases.size());
  for (std::uint32_t child = object + 1; child < end; child = nodes[child].end) {
    std::string_view base;
    Form form{};
    if (!bases.empty() && nodes[child].is_scalar() && split_suffix(nodes[child].key, base, form)) {
      const auto found = std::find(bases.begin(), bases.end(), base);
      if (found != bases.end()) {
        std::uint32_t& place =
            groups[static_cast<std::size_t>(found - bases.begin())].nodes[static_cast<std::size_t>(form)];
        if (place != 0) duplicates_.emplace_back(child, place);
        place = child;
        continue;
      }
    }
    const std::uint32_t item = index_of(items_);
    add_child(parent, child, source, twin);
    enter(item, false);
  }
  for (std::size_t i = 0; i < bases.size(); ++i)
    if (groups[i].count() > 0) add_group(parent, bases[i], groups[i]);
}

/// The names that plural forms are written behind, here or in the source.
std::vector<std::string_view> Outline::suffix_bases(std::uint32_t object, const Outline* source,
                                                    std::uint32_t twin) const {
  std::vector<std::string_view> bases;
  if (options_.plurals == PluralShape::nested) return bases;
  const auto& nodes = file_.nodes();
  for (std::uint32_t child = object + 1; child < nodes[object].end; child = nodes[child].end) {
    const std::string_view key = nodes[child].key;
    if (nodes[child].is_scalar() && key.size() > 6 && key.ends_with("_other"))
      bases.push_back(key.substr(0, key.size() - 6));
  }
  if (source) {
    const auto& items = source->items();
    for (std::uint32_t each = twin + 1; each < items[twin].end; each = items[each].end)
      if (items[each].kind == Item::Kind::plural && source->forms(items[each]).is_suffix)
        bases.push_back(items[each].name);
  }
  std::sort(bases.begin(), bases.end());
  bases.erase(std::unique(bases.begin(), bases.end()), bases.end());
  return bases;
}

void Outline::add_child(std::uint32_t parent, std::uint32_t node, const Outline* source,
                        std::uint32_t twin_parent) {
  const Node& here = file_.nodes()[node];
  const std::uint32_t item = index_of(items_);
  const std::uint32_t twin = source ? source->find(twin_parent, here.key) : 0;
  const Item* twin_item = twin != 0 ? &source->items()[twin] : nullptr;
  Item::Kind kind = Item::Kind::text;
  if (here.kind == NodeKind::object) {
    kind = is_plural(node, twin_item) ? Item::Kind::plural : Item::Kind::object;
  } else if (here.kind == NodeKind::array) {
    kind = Item::Kind::array;
  } else if (here.kind != NodeKind::string) {
    kind = Item::Kind::value;
  }
  items_.push_back({kind, false, node, parent, item + 1, 0, here.key});
  if (kind == Item::Kind::plural) {
    items_[item].forms = static_cast<std::uint32_t>(forms_.size());
    forms_.push_back(nested_forms(node));
  } else if (kind == Item::Kind::object || kind == Item::Kind::array) {
    const bool has_twin = twin_item && twin_item->kind == kind;
    add_children(item, has_twin ? source : nullptr, has_twin ? twin : 0);
    items_[item].end = index_of(items_);
  }
}

void Outline::add_group(std::uint32_t parent, std::string_view base, const Forms& forms) {
  const std::uint32_t item = index_of(items_);
  items_.push_back({Item::Kind::plural, false, forms.first(), parent, item + 1,
                    static_cast<std::uint32_t>(forms_.size()), base});
  forms_.push_back(forms);
  forms_.back().is_suffix = true;
  enter(item, true);
}

/// Takes the item into the table; one of the same name before it is dead then.
void Outline::enter(std::uint32_t item, bool is_suffix) {
  const std::uint32_t hash = hash_of(items_[item].parent, items_[item].name, is_suffix);
  std::size_t at = hash & (table_.size() - 1);
  for (; table_[at].item != 0; at = (at + 1) & (table_.size() - 1)) {
    const std::uint32_t other = table_[at].item;
    if (table_[at].hash != hash || items_[other].parent != items_[item].parent ||
        items_[other].name != items_[item].name || forms_[items_[other].forms].is_suffix != is_suffix)
      continue;
    duplicates_.emplace_back(items_[item].node, items_[other].node);
    items_[other].is_dead = true;
    break;
  }
  table_[at] = {item, hash};
}

std::uint32_t Outline::find(std::uint32_t parent, std::string_view name, bool is_suffix) const noexcept {
  if (table_.empty()) return 0;
  const std::uint32_t hash = hash_of(parent, name, is_suffix);
  for (std::size_t at = hash & (table_.size() - 1); table_[at].item != 0;
       at = (at + 1) & (table_.size() - 1)) {
    const Item& item = items_[table_[at].item];
    if (table_[at].hash == hash && item.parent == parent && item.name == name &&
        forms_[item.forms].is_suffix == is_suffix)
      return table_[at].item;
  }
  return 0;
}

bool Outline::has_count(std::string_view text) const {
  for (const std::string& name : options_.count_names)
    if (text.find(name) != text.npos) return true;
  return false;
}

/// See the linter's reference: `{"other": "…"}` alone, or `one` and `two` among other keys, are ordinary
/// keys.
bool Outline::is_plural(std::uint32_t node, const Item* twin) const {
  if (options_.plurals == PluralShape::suffix) return false;
  if (twin && twin->kind != Item::Kind::plural && twin->kind != Item::Kind::text) return false;
  const bool has_plural_twin = twin && twin->kind == Item::Kind::plural;
  const auto& nodes = file_.nodes();
  std::size_t categories = 0, others = 0;
  bool has_other = false, shows_count = false;
  for (std::uint32_t child = node + 1; child < nodes[node].end; child = nodes[child].end) {
    Form form{};
    if (!nodes[child].is_scalar() || !form_of(nodes[child].key, form)) {
      ++others;
      continue;
    }
    categories += is_category(form);
    has_other |= form == Form::other;
    shows_count = shows_count || has_count(nodes[child].text);
  }
  if (has_plural_twin) return categories > 0;
  return others == 0 && has_other && (categories >= 2 || shows_count);
}

Forms Outline::nested_forms(std::uint32_t node) {
  Forms forms;
  const auto& nodes = file_.nodes();
  for (std::uint32_t child = node + 1; child < nodes[node].end; child = nodes[child].end) {
    Form form{};
    if (!nodes[child].is_scalar() || !form_of(nodes[child].key, form)) continue;
    std::uint32_t& place = forms.nodes[static_cast<std::size_t>(form)];
    if (place != 0) duplicates_.emplace_back(child, place);
    place = child;
  }
  return forms;
}

std::string_view Outline::index_name(std::size_t index) {
  while (names_.size() <= index) names_.push_back(std::to_string(names_.size()));
  return names_[index];
}

std::string Outline::key(std::uint32_t item) const {
  if (item == 0) return {};
  std::string above = key(items_[item].parent);
  if (!above.empty()) above += '.';
  return above.append(items_[item].name);
}

std::string Outline::key(std::uint32_t item, Form form) const {
  const bool is_suffix = forms_[items_[item].forms].is_suffix;
  return key(item).append(is_suffix ? "_" : ".").append(form_name(form));
}

std::size_t Outline::count_keys(std::uint32_t item) const {
  std::size_t count = 0;
  for (std::uint32_t each = item; each < items_[item].end; ++each) {
    if (items_[each].is_dead) {
      each = items_[each].end - 1;
      continue;
    }
    if (items_[each].kind == Item::Kind::array) {
      ++count;
      each = items_[each].end - 1;
    } else if (items_[each].kind != Item::Kind::object) {
      ++count;
    }
  }
  return count;
}

}  // namespace objectos::lint
