// The i18n verbs that read translations. Each opens only the files that it needs.
#include "commands/i18n.hpp"

#include <algorithm>
#include <map>
#include <vector>

#include "exit_status.hpp"
#include "objectos/i18n.hpp"
#include "objectos/json.hpp"

namespace objectos::cli::i18n {

std::string locale_of(Call& call) {
  const std::string* locale = call.args.find("--locale");
  return locale ? *locale : call.session.config().string("i18n.default_locale");
}

void check_text(const std::string& text, std::string_view name) {
  if (!is_utf8(text)) throw Error(Errc::usage, Message("cli.not_utf8", "not valid UTF-8")).at(name);
}

namespace {

// ---- arguments

/// Values by name, as the options gave them; a name that was given more than once has a list.
using Values = std::vector<std::pair<std::string, std::vector<std::string>>>;

void add_value(Values& values, const std::string& name, std::string value) {
  const auto known =
      std::find_if(values.begin(), values.end(), [&](const auto& pair) { return pair.first == name; });
  if (known != values.end()) return known->second.push_back(std::move(value));
  values.push_back({name, {std::move(value)}});
}

Values values_of(const Call& call) {
  Values values;
  for (const auto& [option, text] : call.args.options) {
    if (option->name != std::string_view("--param")) continue;
    check_text(text, "--param");
    const std::size_t equals = text.find('=');
    if (equals == text.npos || equals == 0) {
      throw Error(Errc::usage, Message("i18n.param_form", "\"{{text}}\" is not NAME=VALUE", {{"text", text}}))
          .at("--param");
    }
    add_value(values, text.substr(0, equals), text.substr(equals + 1));
  }
  if (const std::string* count = call.args.find("--count")) {
    try {
      add_value(values, "count", Number::parse(*count).text());
    } catch (const Error& error) {
      throw error.at("--count");
    }
  }
  return values;
}

std::vector<TextArg> args_of(const Values& values) {
  std::vector<TextArg> args;
  for (const auto& [name, items] : values) {
    if (items.size() == 1) {
      args.emplace_back(name, items[0]);
    } else {
      args.emplace_back(name, std::span<const std::string>(items));
    }
  }
  return args;
}

// ---- files

TranslationDirectory directory_of(Call& call) {
  return TranslationDirectory(call.session.config().string("i18n.locales"));
}

/// False for the files of other namespaces, which are opened only if nothing else has the key.
bool is_likely(const TranslationDirectory::File& file, std::string_view key) {
  const std::string& space = file.name_space;
  return space.empty() || (key.size() > space.size() && key.starts_with(space) &&
                           (key[space.size()] == '.' || key[space.size()] == ':'));
}

/// Opens files, those of the nearest locale first, until the key is found.
std::optional<Translation> look_up(I18n& service, const TranslationDirectory& directory,
                                   const std::vector<std::string>& chain, std::string_view key,
                                   TextArgs args) {
  for (const std::string& locale : chain) {
    std::vector<TranslationDirectory::File> files = directory.files(locale);
    const auto others = std::stable_partition(files.begin(), files.end(),
                                              [key](const auto& file) { return is_likely(file, key); });
    const auto load = [&](auto from, auto to) {
      for (; from != to; ++from) service.load_translations(from->locale, from->path, from->name_space);
      return service.find(chain.front(), key, args);
    };
    if (auto found = load(files.begin(), others)) return found;
    if (others == files.end()) continue;
    if (auto found = load(others, files.end())) return found;
  }
  return std::nullopt;
}

// ---- output

std::string quoted_or_null(const std::string* text) {
  return text ? json::quoted(*text) : "null";
}

void print_json(Call& call, const std::string& locale, const std::optional<Translation>& found) {
  const std::string* value = found ? &found->text : call.args.find("--default");
  const std::string* fallback = found && found->is_fallback ? &found->locale : nullptr;
  call.out.line("{\"key\":" + json::quoted(call.args.positionals[0]) + ",\"locale\":" + json::quoted(locale) +
                ",\"value\":" + quoted_or_null(value) + ",\"found\":" + (found ? "true" : "false") +
                ",\"fallback\":" + quoted_or_null(fallback) + "}");
}

void print_text(Call& call, const std::optional<Translation>& found) {
  const std::string* text = found ? &found->text : call.args.find("--default");
  if (!text) return;
  call.out.line(call.session.console.stdout_is_terminal() ? printable(*text, true) : *text);
}

}  // namespace

int translate(Call& call) {
  const std::string& key = call.args.positionals[0];
  check_text(key, "KEY");
  const I18nOptions options = i18n_options(call.session.config());
  const std::string locale = locale_of(call);
  const Values values = values_of(call);
  I18n service(options);
  const auto found = look_up(service, directory_of(call), locale_chain(locale, options.fallback_locale), key,
                             args_of(values));
  if (call.out.json()) {
    print_json(call, locale, found);
  } else {
    print_text(call, found);
  }
  return found ? exit_status::ok : exit_status::no;
}

int keys(Call& call) {
  const std::string locale = locale_of(call);
  const Glob pattern = call.pattern(0);
  I18n service(i18n_options(call.session.config()));
  for (const auto& file : directory_of(call).files(locale))
    service.load_translations(file.locale, file.path, file.name_space);
  for (const std::string& key : service.keys(locale)) {
    if (!pattern.matches(key)) continue;
    call.out.line(call.out.json() ? "{\"key\":" + json::quoted(key) + "}" : call.shown(key));
  }
  return exit_status::ok;
}

int locales(Call& call) {
  const TranslationDirectory directory = directory_of(call);
  for (const std::string& locale : directory.locales()) {
    I18n service;
    const auto files = directory.files(locale);
    for (const auto& file : files) service.load_translations(locale, file.path, file.name_space);
    const std::string file_count = std::to_string(files.size());
    const std::string key_count = std::to_string(service.keys(locale).size());
    call.out.line(call.out.json() ? "{\"locale\":" + json::quoted(locale) + ",\"files\":" + file_count +
                                        ",\"keys\":" + key_count + "}"
                                  : locale + "\t" + file_count + "\t" + key_count);
  }
  return exit_status::ok;
}

}  // namespace objectos::cli::i18n
