#include "lint/changes.hpp"

#include <algorithm>

namespace objectos::lint {
namespace {

/// `part` is `whole`, or a key above it.
bool is_above(std::string_view part, std::string_view whole) {
  return whole.starts_with(part) &&
         (whole.size() == part.size() || whole[part.size()] == '.' || whole[part.size()] == '_');
}

}  // namespace

std::map<std::string, std::uint32_t> leaves_of(const Outline& outline) {
  std::map<std::string, std::uint32_t> leaves;
  const auto& items = outline.items();
  for (std::uint32_t each = 1; each < items.size(); ++each) {
    if (items[each].is_dead) {
      each = items[each].end - 1;
      continue;
    }
    if (items[each].kind == Item::Kind::text || items[each].kind == Item::Kind::value)
      leaves.emplace(outline.key(each), items[each].node);
    if (items[each].kind != Item::Kind::plural) continue;
    for (const Form form : all_forms)
      if (const std::uint32_t node = outline.forms(items[each]).of(form))
        leaves.emplace(outline.key(each, form), node);
  }
  return leaves;
}

Changes::Changes(const Outline& now, const std::optional<std::string>& before, std::string_view locale,
                 const CheckOptions& options) {
  if (!before) return;
  is_new_ = false;
  if (*before == now.file().text()) return;
  const auto file = TranslationFile::parse(now.file().path(), *before, now.file().format());
  const Outline then(*file, locale, options, nullptr);
  const auto old_leaves = leaves_of(then), new_leaves = leaves_of(now);
  for (const auto& [key, node] : new_leaves) {
    const auto old = old_leaves.find(key);
    if (old == old_leaves.end()) {
      keys_.push_back(key);
    } else if (then.node(old->second).text != now.node(node).text) {
      keys_.push_back(key);
      rewritten_.push_back(key);
    }
  }
  for (const auto& [key, node] : old_leaves)
    if (!new_leaves.contains(key)) keys_.push_back(key);
  std::sort(keys_.begin(), keys_.end());
}

bool Changes::has(std::string_view key) const {
  return is_new_ || std::any_of(keys_.begin(), keys_.end(), [key](const std::string& each) {
           return is_above(each, key) || is_above(key, each);
         });
}

}  // namespace objectos::lint
