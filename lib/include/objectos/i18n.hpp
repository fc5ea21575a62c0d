// Translations: texts by key and locale, plural forms, numbers and dates as people write them. Start here:
//
//   objectos::I18n i18n;
//   i18n.load_translations("de", "locales/de.json");
//   i18n.set_locale("de");
//   std::string text = i18n.t("cart.items", {{"count", 3}, {"name", "Ada"}});
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "objectos/api.hpp"
#include "objectos/config.hpp"
#include "objectos/i18n_values.hpp"
#include "objectos/plugin.hpp"

namespace objectos {

struct I18nOptions {
  std::string default_locale = "en";   ///< until set_locale
  std::string fallback_locale = "en";  ///< asked last; empty: none
  /// What opens and what closes a placeholder in a text; neither may be empty.
  std::pair<std::string, std::string> delimiters{"{{", "}}"};
};

/// A text in the language it was found in.
struct Translation {
  std::string text;
  std::string locale;        ///< as the translations are called
  bool is_fallback = false;  ///< it is not the one that was asked for: "de" answers for "de-AT"
};

/// Stands in for a key that has no text: what it returns is the text. Called in the thread that asks.
using MissingHandler =
    std::function<std::optional<std::string>(std::string_view locale, std::string_view key)>;

/// The service. Thread safe; those who read never wait for each other, nor for those who add.
///
/// **Locales** are language tags; `_` and `-` are the same, and so are upper and lower case. A key that
/// `pt-BR` lacks is looked for in `pt`, then in the fallback locale.
///
/// **Keys** are dotted: `cart.title` is `{"cart":{"title":…}}` or `{"cart.title":…}`; items of a list are
/// `list.0`, `list.1`. Numbers, true and false are texts as they are written; null is no text. `NAME:key` is
/// `NAME.key` where nothing else is called so.
///
/// **Plural forms** are the members `zero one two few many other` of a key, or keys that end in `_one`,
/// `_other`. With an argument `count`, a number, the first of these that is there is the text: the member `0`
/// or `1`, or `zero`, for just that number; the form that the text's language wants; `other`; a plain text.
///
/// **Placeholders** `{{name}}` become arguments; blanks and a dash (`{{- name}}`) in front change nothing.
/// `{{n, number}}` or `{{n | number}}` formats: number, percent, currency:CODE, date, time, datetime,
/// relative, list, each perhaps with a style behind a colon: short, medium, long, full. What no argument is
/// named as stays as it is written. A value that cannot be formatted so goes in as it is, with a warning.
///
/// ICU is loaded by plural forms (module `icu`) and formats (module `format`), and by nothing else: these,
/// and only these, throw Error(unavailable) where it is not installed.
class OBJECTOS_API I18n {
 public:
  static constexpr std::string_view service_name = "i18n";

  /// Error(usage) for a locale that is no language tag, or an empty delimiter.
  explicit I18n(I18nOptions options = {});
  ~I18n();
  I18n(const I18n&) = delete;
  I18n& operator=(const I18n&) = delete;

  // ---- translations. What is added later wins, key by key. Error(usage) for a locale that is no language
  // tag.

  /// Adds a JSON or YAML file (`.json`, `.yml`, `.yaml`). A file whose one root key is the locale, as Rails
  /// has them, is read without that key. `name_space`: goes in front of every key of any other file, with a
  /// dot.
  ///
  /// All of the file is added or nothing. Error(data) with FILE:LINE:COLUMN for a file that is damaged, too
  /// large or no regular file, Error(denied or unavailable) for one that cannot be read.
  void load_translations(std::string_view locale, const std::string& file, std::string_view name_space = {});
  /// Adds a JSON object. Errors as above.
  void add_translations(std::string_view locale, std::string_view json);
  /// Adds every file that TranslationDirectory finds there.
  void load_directory(const std::string& directory);

  /// Of which there are translations, sorted.
  std::vector<std::string> locales() const;
  /// Keys that the locale itself has, sorted; a key with plural forms once, without them. Error(usage) for a
  /// locale that is no language tag.
  std::vector<std::string> keys(std::string_view locale) const;

  /// The locale of those calls that name none. Error(usage) if it is no language tag.
  void set_locale(std::string_view locale);
  std::string locale() const;

  // ---- translating. Error(usage) for a locale that is no language tag.

  /// The text in the present locale. For a key that has none: what the handler says, else the key itself; the
  /// first time with a warning.
  std::string t(std::string_view key, TextArgs args = {}) const;
  /// The text in `locale`.
  template <std::convertible_to<std::string_view> Key>
  std::string t(std::string_view locale, const Key& key, TextArgs args = {}) const {
    return translate(locale, key, args);
  }
  /// The text and where it was found. Nothing, and not a word, if there is none.
  std::optional<Translation> find(std::string_view locale, std::string_view key, TextArgs args = {}) const;
  /// Whether t() would find a text, with an argument `count` if that is what it takes.
  bool has_translation(std::string_view key) const;
  bool has_translation(std::string_view locale, std::string_view key) const;
  /// From now on; null: none.
  void set_missing_handler(MissingHandler handler);

  // ---- formatting, as the language of a locale does it. See i18n_values.hpp.
  //
  // Error(usage) for a locale that ICU has no formats for, an unknown time zone, or a currency that is none.

  std::string format_number(const Number& number, const FormatOptions& options = {}) const;
  /// 0.25 is 25 %.
  std::string format_percent(const Number& number, const FormatOptions& options = {}) const;
  /// `currency`: three letters of ISO 4217.
  std::string format_currency(const Number& number, std::string_view currency,
                              const FormatOptions& options = {}) const;
  std::string format_date(const Instant& instant, const FormatOptions& options = {}) const;
  std::string format_time(const Instant& instant, const FormatOptions& options = {}) const;
  std::string format_datetime(const Instant& instant, const FormatOptions& options = {}) const;
  /// "in 3 hours", "3 hours ago": in the largest unit of which there is at least one, rounded to zero.
  std::string format_relative(Millis from_now, const FormatOptions& options = {}) const;
  /// "a, b, and c".
  std::string format_list(std::span<const std::string> items, const FormatOptions& options = {}) const;

 private:
  std::string translate(std::string_view locale, std::string_view key, TextArgs args) const;
  struct State;
  std::unique_ptr<State> state_;
};

/// Opened as the configuration says, with all translations of the directory i18n.locales, if there is one.
OBJECTOS_API std::shared_ptr<I18n> open_i18n(const Config& config);
/// The same, without translations.
OBJECTOS_API I18nOptions i18n_options(const Config& config);

/// A directory of translation files: `LOCALE.json`, `LOCALE.yml`, `LOCALE.yaml` and, in directories named
/// LOCALE, `NAMESPACE.json` and so on, whose keys are `NAMESPACE.…`. What is named otherwise is passed over.
class OBJECTOS_API TranslationDirectory {
 public:
  struct File {
    std::string locale;      ///< as its name says
    std::string name_space;  ///< empty for LOCALE.json
    std::string path;
  };
  /// Lists the directory, and opens no file. None there: nothing is in it. Error(denied or unavailable) if it
  /// cannot be read.
  explicit TranslationDirectory(std::string path);

  /// Names of locales, each once, sorted.
  std::vector<std::string> locales() const;
  /// The files of a locale, sorted by path; a LOCALE.json comes first.
  std::vector<File> files(std::string_view locale) const;

 private:
  std::string path_;
  std::vector<std::string> entries_;
};

/// `locale`, its parents, then `fallback` and its parents: `pt-BR pt en`. Each once; Error(usage) for what is
/// no language tag.
OBJECTOS_API std::vector<std::string> locale_chain(std::string_view locale, std::string_view fallback);

/// The plural category of CLDR ("one", "few", …) that a number takes in the language of `locale`; `count` is
/// written in decimal digits, and "1.0" is `other` in English where "1" is `one`. Thread safe.
///
/// Error(usage) for anything but a number, and where no rules for the language are known; Error(unavailable)
/// if the module `icu` is not installed.
OBJECTOS_API std::string_view plural_category(std::string_view locale, std::string_view count);

/// Registers the service "i18n", opened as the configuration says.
class OBJECTOS_API I18nPlugin : public ServicePlugin {
 public:
  I18nPlugin();
  explicit I18nPlugin(Config config);
  ~I18nPlugin() override;
  void init(PluginContext& context) override;
};

}  // namespace objectos
