#include "lint/source_keys.hpp"

#include <algorithm>

#include "i18n/locale_tag.hpp"

namespace objectos::lint {
namespace {

[[noreturn]] void fail_broken(const TranslationFile& file) {
  const auto fault = std::find_if(file.faults().begin(), file.faults().end(),
                                  [](const i18n::Fault& each) { return each.is_fatal; });
  const i18n::Position place = file.position(fault->span.begin);
  throw Error(Errc::data, fault->message)
      .at(file.path() + ":" + std::to_string(place.line) + ":" + std::to_string(place.column));
}

class Collector {
 public:
  explicit Collector(SourceKeys& keys) : keys_(keys) {}

  void add(const SourceKeys::File& file, std::uint32_t number) {
    const auto& items = file.outline->items();
    // Rails spreads the keys of a locale over files as it likes.
    const std::string space = file.outline->root_key().empty() ? file.named.space : std::string();
    for (std::uint32_t each = 1; each < items.size(); ++each) {
      const Item& item = items[each];
      if (item.is_dead) {
        each = item.end - 1;
        continue;
      }
      if (item.kind == Item::Kind::object) continue;
      const KeyIndex::Id id = keys_.index.add(space, file.outline->key(each));
      if (id == keys_.places.size()) keys_.places.push_back({number, item.node});
      if (item.kind == Item::Kind::plural) add_forms(file, space, each, id);
      if (item.kind == Item::Kind::array) add_items(file, space, each, id);
    }
  }

 private:
  void add_forms(const SourceKeys::File& file, const std::string& space, std::uint32_t item,
                 KeyIndex::Id id) {
    for (const Form form : all_forms)
      if (file.outline->forms(file.outline->items()[item]).of(form) != 0)
        keys_.index.add_spelling(space, file.outline->key(item, form), id);
  }
  /// A list is one key, of which code may also ask for an item. Steps over the items.
  void add_items(const SourceKeys::File& file, const std::string& space, std::uint32_t& array,
                 KeyIndex::Id id) {
    const std::uint32_t end = file.outline->items()[array].end;
    for (std::uint32_t each = array + 1; each < end; ++each)
      keys_.index.add_spelling(space, file.outline->key(each), id);
    array = end - 1;
  }

  SourceKeys& keys_;
};

}  // namespace

SourceKeys read_source_keys(const CheckOptions& options) {
  const std::vector<LocaleFile> files = find_locale_files(options.paths);
  SourceKeys keys;
  keys.locale = source_locale(files, options);
  Collector collector(keys);
  for (const LocaleFile& named : files) {
    if (!i18n::is_same_tag(named.locale, keys.locale)) continue;
    auto text = TranslationFile::read(named.path);
    if (text->is_broken()) fail_broken(*text);
    auto outline = std::make_unique<const Outline>(*text, named.locale, options, nullptr);
    keys.files.push_back({named, std::move(text), std::move(outline)});
    collector.add(keys.files.back(), static_cast<std::uint32_t>(keys.files.size() - 1));
  }
  keys.index.finish();
  return keys;
}

}  // namespace objectos::lint
