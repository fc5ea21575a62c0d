#include "objectos/i18n.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <mutex>
#include <set>

#include "i18n/fill.hpp"
#include "i18n/formats.hpp"
#include "i18n/snapshot.hpp"
#include "i18n/translation_file.hpp"
#include "objectos/log.hpp"

namespace objectos {
namespace {

using i18n::Catalog;
using i18n::Chain;
using i18n::Count;
using i18n::Snapshot;
using i18n::TranslationFile;

/// A text, and whose it is.
struct Found {
  std::string_view text;
  const Catalog* catalog;
};

std::optional<Found> find_exactly(const Chain& chain, std::string_view key, const Count* count) {
  for (const Catalog* catalog : chain) {
    if (const auto text = catalog->find(key, count)) return Found{*text, catalog};
  }
  return std::nullopt;
}

/// `NAME:key` as `NAME.key`; empty if the key is no such thing.
std::string without_colon(std::string_view key) {
  const std::size_t colon = key.find(':');
  if (colon == key.npos) return {};
  std::string dotted(key);
  dotted[colon] = '.';
  return dotted;
}

std::optional<Found> find_in(const Chain& chain, std::string_view key, const Count* count) {
  if (const auto found = find_exactly(chain, key, count)) return found;
  const std::string dotted = without_colon(key);
  return dotted.empty() ? std::nullopt : find_exactly(chain, dotted, count);
}

bool has_key(const Chain& chain, std::string_view key) {
  const std::string dotted = without_colon(key);
  return std::any_of(chain.begin(), chain.end(), [&](const Catalog* catalog) {
    return catalog->has(key) || (!dotted.empty() && catalog->has(dotted));
  });
}

/// The argument that chooses a plural form, if it is a number.
std::optional<Count> count_of(TextArgs args) {
  const TextArg* arg = args.find("count");
  if (!arg) return std::nullopt;
  switch (arg->kind()) {
    case TextArg::Kind::natural: return Count(arg->natural());
    case TextArg::Kind::integer: {
      const auto bits = static_cast<std::uint64_t>(arg->integer());
      return Count(arg->integer() < 0 ? 0 - bits : bits);
    }
    case TextArg::Kind::text: return Count::of(arg->text());
    case TextArg::Kind::real: {
      char digits[Count::max_bytes];  // not with an exponent
      const auto end =
          std::to_chars(digits, digits + sizeof digits, arg->real(), std::chars_format::fixed).ptr;
      return Count::of({digits, end});
    }
    default: return std::nullopt;
  }
}

/// A sentence is formatted as its own language does it, in the country that was asked for.
std::string_view format_locale(std::string_view asked, const Catalog& catalog) noexcept {
  const bool is_same_language =
      i18n::is_same_tag(i18n::language_of(asked), i18n::language_of(catalog.locale()));
  return is_same_language ? asked : std::string_view(catalog.locale());
}

void check_delimiters(const i18n::Delimiters& delimiters) {
  if (delimiters.open.empty() || delimiters.close.empty())
    throw Error(Errc::usage,
                Message("i18n.empty_delimiter", "a delimiter of placeholders must not be empty"));
}

/// A file that is to be added.
struct Addition {
  std::string locale;
  std::unique_ptr<const TranslationFile> file;
  std::string name_space;
};

/// Half of a damaged file is as bad as none.
void check_whole(const TranslationFile& file) {
  if (!file.is_broken()) return;
  for (const i18n::Fault& fault : file.faults()) {
    if (!fault.is_fatal) continue;
    const i18n::Position position = file.position(fault.span.begin);
    throw Error(Errc::data, fault.message)
        .at(file.path() + ":" + std::to_string(position.line) + ":" + std::to_string(position.column));
  }
}

/// Says each thing once, and stops to remember after a great many.
class Once {
 public:
  bool is_new(std::string text) {
    const std::lock_guard lock(mutex_);
    return said_.size() < max_texts && said_.insert(std::move(text)).second;
  }

 private:
  static constexpr std::size_t max_texts = 10'000;
  std::mutex mutex_;
  std::set<std::string, std::less<>> said_;
};

}  // namespace

struct I18n::State {
  explicit State(const I18nOptions& options)
      : delimiters{options.delimiters.first, options.delimiters.second},
        published(std::make_shared<Snapshot>(options.default_locale, options.fallback_locale)) {}

  class Warning;

  void add(std::span<const Addition> additions);
  std::string fill(const Found& found, std::string_view locale, std::string_view key, TextArgs args);
  std::string missing(std::string locale, std::string_view key,
                      std::shared_ptr<const MissingHandler> handler);

  const i18n::Delimiters delimiters;
  i18n::Published published;
  const Logger logger{"i18n"};
  Once warned;
};

I18n::I18n(I18nOptions options) {
  i18n::check_locale_tag(options.default_locale);
  if (!options.fallback_locale.empty()) i18n::check_locale_tag(options.fallback_locale);
  state_ = std::make_unique<State>(options);
  check_delimiters(state_->delimiters);
}
I18n::~I18n() = default;

// ---- translations

void I18n::State::add(std::span<const Addition> additions) {
  for (const Addition& addition : additions) check_whole(*addition.file);
  published.update([&](Snapshot& next) {
    std::map<std::string, std::shared_ptr<Catalog>, i18n::TagLess> changed;
    for (const Addition& addition : additions) {
      std::shared_ptr<Catalog>& catalog = changed[addition.locale];
      const Catalog* present = next.catalog(addition.locale);
      if (!catalog)
        catalog = present ? std::make_shared<Catalog>(*present) : std::make_shared<Catalog>(addition.locale);
      catalog->add(*addition.file, addition.name_space);
    }
    for (const auto& [locale, catalog] : changed) next.put(catalog);
  });
}

void I18n::load_translations(std::string_view locale, const std::string& file, std::string_view name_space) {
  i18n::check_locale_tag(locale);
  const Addition addition{std::string(locale), TranslationFile::read(file), std::string(name_space)};
  state_->add({&addition, 1});
}

void I18n::add_translations(std::string_view locale, std::string_view json) {
  i18n::check_locale_tag(locale);
  std::string name(locale);
  const Addition addition{name, TranslationFile::parse(name, std::string(json), i18n::FileFormat::json), {}};
  state_->add({&addition, 1});
}

void I18n::load_directory(const std::string& directory) {
  const TranslationDirectory found(directory);
  std::vector<Addition> additions;
  for (const std::string& locale : found.locales()) {
    for (auto& file : found.files(locale))
      additions.push_back({locale, TranslationFile::read(file.path), std::move(file.name_space)});
  }
  state_->add(additions);
}

std::vector<std::string> I18n::locales() const {
  return state_->published.get().locales();
}

std::vector<std::string> I18n::keys(std::string_view locale) const {
  i18n::check_locale_tag(locale);
  const Catalog* catalog = state_->published.get().catalog(locale);
  return catalog ? catalog->keys() : std::vector<std::string>();
}

void I18n::set_locale(std::string_view locale) {
  i18n::check_locale_tag(locale);
  state_->published.update([&](Snapshot& next) { next.set_locale(std::string(locale)); });
}

std::string I18n::locale() const {
  return state_->published.get().locale();
}

// ---- translating

/// Of one text, about values in it.
class I18n::State::Warning final : public i18n::Unformatted {
 public:
  Warning(State& state, const std::string& locale, std::string_view key)
      : state_(state), locale_(locale), key_(key) {}
  void add(const i18n::Placeholder& placeholder, std::string_view reason) override {
    const std::string place = locale_ + ": " + std::string(key_) + ": " + std::string(placeholder.name);
    if (state_.warned.is_new(place)) state_.logger.warning(place + ": " + std::string(reason));
  }

 private:
  State& state_;
  const std::string& locale_;
  std::string_view key_;
};

std::string I18n::State::fill(const Found& found, std::string_view locale, std::string_view key,
                              TextArgs args) {
  if (args.empty()) return std::string(found.text);
  Warning warning(*this, found.catalog->locale(), key);
  return i18n::fill(found.text, args, {delimiters, format_locale(locale, *found.catalog), {}, &warning});
}

/// Nothing of a snapshot is used here: the handler may change the translations.
std::string I18n::State::missing(std::string locale, std::string_view key,
                                 std::shared_ptr<const MissingHandler> handler) {
  if (warned.is_new(locale + ":" + std::string(key)))
    logger.warning("no translation for " + locale + " of " + std::string(key));
  if (handler && *handler) {
    if (std::optional<std::string> text = (*handler)(locale, key)) return *std::move(text);
  }
  return std::string(key);
}

std::string I18n::t(std::string_view key, TextArgs args) const {
  const Snapshot& present = state_->published.get();
  const std::optional<Count> count = count_of(args);
  if (const auto found = find_in(present.chain(), key, count ? &*count : nullptr))
    return state_->fill(*found, present.locale(), key, args);
  return state_->missing(present.locale(), key, present.handler());
}

std::string I18n::translate(std::string_view locale, std::string_view key, TextArgs args) const {
  const Snapshot& present = state_->published.get();
  const std::optional<Count> count = count_of(args);
  Chain made;
  if (const auto found = find_in(present.chain(locale, made), key, count ? &*count : nullptr))
    return state_->fill(*found, locale, key, args);
  return state_->missing(std::string(locale), key, present.handler());
}

std::optional<Translation> I18n::find(std::string_view locale, std::string_view key, TextArgs args) const {
  const Snapshot& present = state_->published.get();
  const std::optional<Count> count = count_of(args);
  Chain made;
  const auto found = find_in(present.chain(locale, made), key, count ? &*count : nullptr);
  if (!found) return std::nullopt;
  const std::string& where = found->catalog->locale();
  return Translation{state_->fill(*found, locale, key, args), where, !i18n::is_same_tag(where, locale)};
}

bool I18n::has_translation(std::string_view key) const {
  return has_key(state_->published.get().chain(), key);
}

bool I18n::has_translation(std::string_view locale, std::string_view key) const {
  Chain made;
  return has_key(state_->published.get().chain(locale, made), key);
}

void I18n::set_missing_handler(MissingHandler handler) {
  state_->published.update(
      [&](Snapshot& next) { next.set_handler(std::make_shared<const MissingHandler>(std::move(handler))); });
}

}  // namespace objectos
