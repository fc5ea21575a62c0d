// The linter's options as the configuration sets them.
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <climits>
#include <cmath>
#include <filesystem>

#include "core/files.hpp"
#include "objectos/config.hpp"
#include "objectos/i18n_check.hpp"

namespace objectos {
namespace {

/// Empty if it has been removed.
std::string working_directory() {
  char directory[PATH_MAX];
  return ::getcwd(directory, sizeof directory) ? directory : "";
}

/// `path` as somebody in the working directory would write it.
std::string from_here(const std::string& path) {
  const std::string here = working_directory();
  if (!path.starts_with('/') || here.empty()) return path;
  return std::filesystem::path(path).lexically_normal().lexically_relative(here).string();
}

[[noreturn]] void fail(const std::string& place, Message message) {
  throw Error(Errc::usage, std::move(message)).at(place);
}

/// What `read` makes of the leaf's text; what is wrong with it is told with its place.
template <class Read>
auto read_at(const std::string& place, Read read) {
  try {
    return read();
  } catch (const Error& error) {
    throw error.as(Errc::usage).at(place);
  }
}

void check_pattern(const std::string& place, const std::string& pattern) {
  read_at(place, [&] { return Glob(pattern); });
}

/// The leaf's number, in a range.
double number_of(const ConfigLeaf& leaf, double most) {
  double number = -1;
  std::from_chars(leaf.text.data(), leaf.text.data() + leaf.text.size(), number);
  if (!(number >= 0 && number <= most))
    fail(leaf.place, Message("check.number", "\"{{text}}\" is not from 0 to {{most}}",
                             {{"text", leaf.text}, {"most", static_cast<std::int64_t>(most)}}));
  return number;
}

/// "objectos.json:3:14", as configurations tell places.
FilePlace place_of(const std::string& text) {
  FilePlace place;
  const auto take_number = [](std::string_view& rest) {
    std::uint32_t number = 1;
    const std::size_t colon = rest.rfind(':');
    std::from_chars(rest.data() + colon + 1, rest.data() + rest.size(), number);
    rest = rest.substr(0, colon);
    return number;
  };
  std::string_view rest = text;
  place.column = place.end_column = take_number(rest);
  place.line = place.end_line = take_number(rest);
  place.file = from_here(std::string(rest));
  return place;
}

class Reader {
 public:
  explicit Reader(const Config& config) : config_(config) {}

  CheckOptions read() {
    CheckOptions options;
    options.paths = {from_here(config_.string("i18n.locales"))};
    options.source = config_.string("i18n.check.source");
    options.delimiters = delimiters();
    const std::string plurals = config_.string("i18n.check.plurals");
    options.plurals = plurals == "nested"   ? PluralShape::nested
                      : plurals == "suffix" ? PluralShape::suffix
                                            : PluralShape::automatic;
    options.simple_plurals = config_.string("i18n.check.plural_rules") == "simple";
    options.decimal_plurals = config_.boolean("i18n.check.decimals");
    options.large_plurals = config_.boolean("i18n.check.large");
    options.count_names = texts("i18n.check.count");
    const std::string empty = config_.string("i18n.check.empty");
    options.empty = empty == "as-missing" ? EmptyMode::as_missing
                    : empty == "off"      ? EmptyMode::off
                                          : EmptyMode::warns;
    for (const ConfigLeaf& leaf : config_.leaves("i18n.check.fallback"))
      options.fallback[leaf.path[0]] = leaf.text;
    options.ignores = ignores();
    for (const ConfigLeaf& leaf : config_.leaves("i18n.check.min_coverage"))
      options.min_coverage[leaf.path[0]] = number_of(leaf, 100);
    options.allowed_words = texts("i18n.check.words");
    options.forbidden_texts = patterns("i18n.check.forbidden");
    options.max_lengths = max_lengths();
    options.calls = texts("i18n.check.calls");
    options.usage = source_files();
    options.baseline = baseline();
    read_severities(options);
    return options;
  }

 private:
  std::vector<std::string> texts(std::string_view key) const {
    std::vector<std::string> all;
    for (const ConfigLeaf& leaf : config_.leaves(key)) all.push_back(leaf.text);
    return all;
  }

  std::vector<std::string> patterns(std::string_view key) const {
    for (const ConfigLeaf& leaf : config_.leaves(key)) check_pattern(leaf.place, leaf.text);
    return texts(key);
  }

  std::vector<std::pair<std::string, std::string>> delimiters() const {
    const std::vector<std::string> words = texts("i18n.delimiters");
    const bool is_whole = !words.empty() && words.size() % 2 == 0;
    if (!is_whole || std::find(words.begin(), words.end(), "") != words.end())
      fail(config_.origin("i18n.delimiters").text(),
           Message("check.delimiters", "delimiters come in pairs, what opens and what closes a placeholder"));
    std::vector<std::pair<std::string, std::string>> pairs;
    for (std::size_t i = 0; i < words.size(); i += 2) pairs.emplace_back(words[i], words[i + 1]);
    return pairs;
  }

  std::vector<CheckIgnore> ignores() const {
    std::vector<CheckIgnore> all;
    for (const ConfigItem& item : config_.items("i18n.check.ignore")) {
      const ConfigItem::Member& rule = *item.find("rule");
      const ConfigItem::Member& key = *item.find("key");
      const ConfigItem::Member& locale = *item.find("locale");
      const ConfigItem::Member* reason = item.find("reason");
      if (rule.text != "*") read_at(rule.place, [&] { return check_rule(rule.text).rule; });
      check_pattern(key.place, key.text);
      check_pattern(locale.place, locale.text);
      if (!reason || reason->text.find_first_not_of(" \t") == std::string::npos)
        fail(item.place, Message("check.ignore_reason", "an ignore needs a reason"));
      all.push_back({rule.text, key.text, locale.text, reason->text, place_of(item.place)});
    }
    return all;
  }

  std::map<std::string, std::size_t> max_lengths() const {
    std::map<std::string, std::size_t> lengths;
    for (const ConfigLeaf& leaf : config_.leaves("i18n.check.max_length")) {
      check_pattern(leaf.place, leaf.path[0]);
      const double length = number_of(leaf, 1e9);
      if (length != std::floor(length))
        fail(leaf.place,
             Message("check.max_length", "\"{{text}}\" is no whole number", {{"text", leaf.text}}));
      lengths[leaf.path[0]] = static_cast<std::size_t>(length);
    }
    return lengths;
  }

  void read_severities(CheckOptions& options) const {
    // Who sets a limit wants to hear of what is beyond it.
    if (!options.max_lengths.empty()) options.rules[Rule::max_length] = Severity::warning;
    if (!options.forbidden_texts.empty()) options.rules[Rule::forbidden_text] = Severity::warning;
    for (const ConfigLeaf& leaf : config_.leaves("i18n.check.rules")) add_severity(options.rules, leaf, 0);
    for (const ConfigLeaf& leaf : config_.leaves("i18n.check.locales")) {
      if (leaf.path.size() != 2 || leaf.kind != json::Kind::string)
        fail(leaf.place, Message("check.locale_rules", "a severity by rule must stand here"));
      add_severity(options.locale_rules[leaf.path[0]], leaf, 1);
    }
  }

  static void add_severity(std::map<Rule, Severity>& rules, const ConfigLeaf& leaf, std::size_t at) {
    const Rule rule = read_at(leaf.place, [&] { return check_rule(leaf.path[at]).rule; });
    rules[rule] = read_at(leaf.place, [&] { return parse_severity(leaf.text); });
  }

  /// `path` as it stands in the value of `key`.
  std::string file(std::string_view key, const std::string& place, const std::string& path) const {
    const ConfigOrigin origin = config_.origin(key);
    if (origin.kind != ConfigOrigin::Kind::file) return path;
    const std::string directory = files::absolute(files::parent(origin.name), working_directory());
    const std::string whole = files::absolute(path, directory);
    if (origin.is_found && !whole.starts_with(directory.ends_with('/') ? directory : directory + '/'))
      fail(place,
           Message("check.outside", "\"{{path}}\" is outside of the directory that this file was found in",
                   {{"path", path}}));
    return from_here(whole);
  }

  std::vector<std::string> source_files() const {
    std::vector<std::string> all;
    for (const ConfigLeaf& leaf : config_.leaves("i18n.check.usage"))
      all.push_back(file("i18n.check.usage", leaf.place, leaf.text));
    return all;
  }

  std::string baseline() const {
    const std::string path = config_.string("i18n.check.baseline");
    return path.empty() ? path
                        : file("i18n.check.baseline", config_.origin("i18n.check.baseline").text(), path);
  }

  const Config& config_;
};

}  // namespace

CheckOptions check_options(const Config& config) {
  return Reader(config).read();
}

}  // namespace objectos
