#include "call.hpp"

#include <charconv>

#include "language.hpp"
#include "objectos/log.hpp"
#include "objectos/secret.hpp"

namespace objectos::cli {

void refuse_password(const std::string& option, std::string_view text) {
  const auto scheme = text.find("://");
  if (scheme == text.npos) return;
  // Paths of the web have colons and at signs; in other URLs a password may have a slash that is not escaped.
  const bool is_web = text.starts_with("http");
  const std::string_view authority =
      text.substr(scheme + 3, is_web ? text.find_first_of("/?#", scheme + 3) - (scheme + 3) : text.npos);
  const auto at = authority.find('@');
  const auto colon = at == authority.npos ? authority.npos : authority.find(':');
  if (colon != authority.npos && colon < at) {
    throw Error(Errc::usage,
                Message("cli.password_in_url",
                        "a password does not belong on the command line, where every user can see it"),
                Message("cli.password_in_url_hint",
                        "put the URL into a variable or a file: {{option}} env:NAME or {{option}} file:PATH",
                        {{"option", option}}))
        .at(option);
  }
}

std::string url_option(const std::string& option, const std::string& text) {
  if (text.starts_with("env:") || text.starts_with("file:")) {
    try {
      return named_value(text);
    } catch (const Error& error) {
      throw error.at(option);
    }
  }
  refuse_password(option, text);
  return text;
}

void Session::apply(const Args& args) {
  for (const auto& [option, value] : args.options) {
    const std::string_view name = option->name;
    if (name == "--json") json = true;
    if (name == "--quiet") quiet = true;
    if (name == "--verbose") ++verbose;
    if (name == "--lang") lang = value;
    if (name == "--config") config_file = value;
    if (name == "--state-dir") {
      if (value.empty())
        throw Error(Errc::usage, Message("cli.empty", "must not be empty")).at("--state-dir");
      state_dir = value;
    }
    if (name == "--storage-url") storage_url = url_option("--storage-url", value);
    if (name == "--cache-url") cache_url = url_option("--cache-url", value);
    if (name == "--metrics-url") metrics_url = url_option("--metrics-url", value);
    if (name == "--notification-url") notification_url = url_option("--notification-url", value);
    if (name == "--color")
      console.set_color(value == "always"  ? Color::always
                        : value == "never" ? Color::never
                                           : Color::automatic);
  }
  if (verbose > 0) set_log_level(verbose > 1 ? LogLevel::debug : LogLevel::info);
  if (quiet) set_log_level(LogLevel::error);
}

const Config& Session::config() {
  if (!config_) {
    ConfigSources sources = ConfigSources::process();
    if (!config_file.empty()) sources.file = config_file;
    if (!state_dir.empty()) sources.overrides["state_dir"] = state_dir;
    if (!storage_url.empty()) sources.overrides["storage.url"] = storage_url;
    if (!cache_url.empty()) sources.overrides["cache.url"] = cache_url;
    if (!metrics_url.empty()) sources.overrides["metrics.url"] = metrics_url;
    if (!notification_url.empty()) sources.overrides["notification.url"] = notification_url;
    config_ = std::make_unique<Config>(Config::load(sources));
    for (const std::string& key : verbose > 0 ? config_->ignored() : std::vector<std::string>()) {
      Logger("config").info("ignored " + key +
                            " in an objectos.json found on the way up: such a file may be a stranger's");
    }
  }
  return *config_;
}

Storage& Session::storage() {
  if (!storage_) storage_ = open_storage(config());
  return *storage_;
}

Cache& Session::cache() {
  if (!cache_) cache_ = open_cache(config());
  return *cache_;
}

const std::shared_ptr<Metrics>& Session::shared_metrics() {
  if (!metrics_) metrics_ = open_metrics(config());
  return metrics_;
}

Notification& Session::notification() {
  if (!notification_) notification_ = open_notification(config());
  return *notification_;
}

std::string Call::scope() const {
  const std::string* name = args.find("--scope");
  if (!name) return {};
  try {
    check_scope(*name);
  } catch (const Error& error) {
    throw error.at("--scope");
  }
  return *name;
}

Storage Call::storage() {
  const std::string name = scope();
  return name.empty() ? session.storage() : session.storage().scoped(name);
}

Cache Call::cache() {
  const std::string name = scope();
  return name.empty() ? session.cache() : session.cache().scoped(name);
}

std::optional<Millis> Call::duration(std::string_view option) const {
  const std::string* text = args.find(option);
  if (!text) return std::nullopt;
  try {
    return parse_duration(*text);
  } catch (const Error& error) {
    throw error.at(option);
  }
}

std::optional<std::size_t> Call::count(std::string_view option) const {
  const std::string* text = args.find(option);
  if (!text) return std::nullopt;
  std::size_t n = 0;
  const auto parsed = std::from_chars(text->data(), text->data() + text->size(), n);
  if (parsed.ec != std::errc() || parsed.ptr != text->data() + text->size()) {
    throw Error(Errc::usage,
                Message("cli.count", "\"{{text}}\" is not a whole number from 0 up", {{"text", *text}}))
        .at(option);
  }
  return n;
}

void Call::check_input(std::string_view word, std::string_view name) const {
  if (word != "-") return;
  if (session.in_batch) {
    throw Error(Errc::usage,
                Message("batch.no_input", "{{name}} is missing: standard input holds the commands",
                        {{"name", name}}));
  }
  // Else a person who has forgotten an argument waits for the command, which waits for them.
  if (session.quiet || !session.console.can_ask()) return;
  Language language(session.lang);
  print_error("objectos: " +
              language.text(Message("cli.typed_input",
                                    "{{name}} is what you type now; Ctrl-D at the start of a line ends it",
                                    {{"name", name}})) +
              "\n");
}

Glob Call::pattern(std::size_t positional) const {
  const std::string* text = args.positional(positional);
  return text ? Glob(*text) : Glob();
}

bool Call::confirmed(std::string_view question) const {
  if (args.has("--yes")) return true;
  if (session.in_batch || !session.console.can_ask()) {
    throw Error(Errc::usage, Message("cli.needs_yes", "--yes is needed where nobody can be asked"),
                Message("cli.needs_yes_hint", "--dry-run lists what would go"));
  }
  return session.console.confirm(question);
}

void Call::print_value(const Value& value) {
  if (out.json()) {
    value.append_json(out.buffer());
    out.line("");
  } else if (session.console.stdout_is_terminal()) {
    out.line(printable(value.text(), true));
  } else {
    out.line(value.text());
  }
}

std::string Call::shown(std::string_view text) const {
  return session.console.stdout_is_terminal() ? printable(text, false) : std::string(text);
}

}  // namespace objectos::cli
