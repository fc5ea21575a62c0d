// The configuration: sources and their order, files and whom they may belong to, what values look like.
#include "objectos/config.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <map>
#include <string>

#include "catch.hpp"
#include "objectos/error.hpp"
#include "objectos/log.hpp"

using objectos::Config;
using objectos::ConfigKey;
using objectos::ConfigOrigin;
using objectos::ConfigSources;
using objectos::Errc;
using objectos::Error;
using objectos::Millis;

namespace {

std::map<std::string, std::string, std::less<>>& variables() {
  static std::map<std::string, std::string, std::less<>> all;
  return all;
}

std::optional<std::string> test_environment(std::string_view name) {
  const auto at = variables().find(name);
  return at == variables().end() ? std::nullopt : std::optional(at->second);
}

/// A directory of its own and an environment of its own for each test.
class World {
 public:
  World() {
    char pattern[] = "/tmp/objectos-config-test.XXXXXX";
    REQUIRE(::mkdtemp(pattern) != nullptr);
    // As getcwd() would say it.
    char* real = ::realpath(pattern, nullptr);
    REQUIRE(real != nullptr);
    root_ = real;
    std::free(real);
    variables().clear();
    directory("work");
    sources.directory = root_ + "/work";
    sources.user_file = root_ + "/user.json";
    sources.system_file = root_ + "/system.json";
    sources.environment = test_environment;
  }
  ~World() {
    for (const std::string& path : made_) {
      if (::unlink(path.c_str()) != 0) ::rmdir(path.c_str());
    }
    for (auto path = made_.rbegin(); path != made_.rend(); ++path) ::rmdir(path->c_str());
    ::rmdir(root_.c_str());
  }
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  std::string path(const std::string& name) const { return root_ + '/' + name; }
  void directory(const std::string& name) {
    ::mkdir(path(name).c_str(), 0700);
    made_.push_back(path(name));
  }
  std::string file(const std::string& name, const std::string& text, mode_t mode = 0600) {
    std::ofstream(path(name)) << text;
    ::chmod(path(name).c_str(), mode);
    made_.push_back(path(name));
    return path(name);
  }
  Config load() const { return Config::load(sources); }

  ConfigSources sources;

 private:
  std::string root_;
  std::vector<std::string> made_;
};

/// What was thrown, as the command line shows it: "usage: MESSAGE" and the hint in brackets.
std::string failure(const std::function<void()>& act) {
  try {
    act();
  } catch (const Error& error) {
    std::string text(objectos::errc_name(error.code()));
    text += ": ";
    text += error.what();
    if (!error.hint().empty()) text += " [" + error.hint().text() + "]";
    return text;
  }
  return "nothing thrown";
}

std::string parse_failure(const std::string& json) {
  return failure([&] { Config::parse(json, "f.json"); });
}

/// What reading `key` from `json` throws.
std::string read_failure(const std::string& json, const std::string& key) {
  const Config config = Config::parse(json, "f.json");
  return failure([&] { config.get(key); });
}

const char* const contract_example = R"({
  "state_dir": "state",                       // default: OBJECTOS_STATE_DIR, else $XDG_STATE_HOME/objectos
  "plugins": ["./my-plugin.so"],
  "storage": { "backend": "redis", "durability": "normal",
               "options": { "host": "${REDIS_HOST}", "port": 6379, "password": "${REDIS_PASSWORD}", "db": 0,
                            "tls": false, "key_prefix": "objectos:storage:" } },      // or "url": "rediss://…"
  "cache":   { "backend": "sqlite", "options": { "max_size": 1000, "max_bytes": "64MiB", "default_ttl": 3600, "policy": "lru" } },
  "metrics": { "enabled": true, "prefix": "objectos_", "default_labels": { "app": "my-app" }, "max_histogram_observations": 10000, "alerts": [] },
  "i18n":    { "default_locale": "en", "fallback_locale": "en", "locales": "locales", "delimiters": ["{{", "}}"], "check": {} },
  "notification": { "email": { "host": "${SMTP_HOST}", "port": 587, "secure": false,
                               "auth": { "user": "${SMTP_USER}", "pass": "${SMTP_PASS}" }, "from": "noreply@example.com" },
                    "sms":   { "provider": "twilio", "account_sid": "${TWILIO_SID}", "auth_token": "${TWILIO_TOKEN}", "from": "${TWILIO_PHONE}" },
                    "webhook": {}, "targets": {}, "templates": "templates",
                    "queue": { "enabled": true, "max_retries": 3, "retry_delay": "5s" } }
})";

}  // namespace

// ---- the table -----------------------------------------------------------------------------------------

TEST_CASE("the configuration table is sorted, complete and explains every key") {
  const auto& table = objectos::config_table();
  REQUIRE(table.size() > 100);
  for (std::size_t i = 0; i < table.size(); ++i) {
    const ConfigKey& row = table[i];
    INFO(row.name);
    if (i > 0) CHECK(table[i - 1].name < row.name);
    CHECK_FALSE(row.help.empty());
    CHECK(row.help.find('\n') == row.help.npos);
    CHECK(row.help.back() != '.');
    CHECK((row.type == ConfigKey::Type::choice) == (row.choices.find('|') != row.choices.npos));
    // The environment can set each key apart from all others.
    for (std::size_t j = 0; j < i; ++j)
      CHECK(objectos::config_variable(table[j].name) != objectos::config_variable(row.name));
  }
}

TEST_CASE("every default in the configuration table is a value of its type") {
  variables() = {{"HOME", "/home/me"}};
  ConfigSources sources;
  sources.environment = test_environment;
  const Config config = Config::load(sources);
  for (const ConfigKey& row : objectos::config_table()) {
    INFO(row.name);
    CHECK_NOTHROW(config.json(row.name));
    CHECK_FALSE(config.is_set(row.name));
    CHECK(config.origin(row.name).text() == "default");
  }
}

TEST_CASE("configuration types have names for the manual") {
  const auto name = [](std::string_view key) {
    for (const ConfigKey& row : objectos::config_table()) {
      if (row.name == key) return objectos::config_type_name(row);
    }
    return std::string("no such key");
  };
  CHECK(name("storage.timeout") == "duration");
  CHECK(name("storage.durability") == "normal|full");
  CHECK(name("storage.options.port") == "integer");
  CHECK(name("cache.options.max_bytes") == "size");
  CHECK(name("state_dir") == "path");
  CHECK(name("plugins") == "list of strings");
  CHECK(name("metrics.alerts") == "list of objects");
  CHECK(name("i18n.check.rules") == "object of strings");
  CHECK(name("i18n.check.min_coverage") == "object of numbers");
  CHECK(name("metrics.enabled") == "boolean");
}

TEST_CASE("a configuration key has one environment variable") {
  CHECK(objectos::config_variable("cache.options.max_size") == "OBJECTOS_CACHE_OPTIONS_MAX_SIZE");
  CHECK(objectos::config_variable("state_dir") == "OBJECTOS_STATE_DIR");
  CHECK(objectos::config_variable("i18n.check.empty") == "OBJECTOS_I18N_CHECK_EMPTY");
}

// ---- defaults and sources --------------------------------------------------------------------------------

TEST_CASE("an empty configuration has the documented defaults") {
  const Config config;
  CHECK(config.string("storage.backend") == "sqlite");
  CHECK(config.string("cache.backend") == "sqlite");
  CHECK(config.string("metrics.backend") == "sqlite");
  CHECK(config.string("notification.backend") == "sqlite");
  CHECK(config.string("metrics.prefix").empty());
  CHECK(config.json("metrics.default_labels").raw() == "{}");
  CHECK_FALSE(config.get("metrics.default_labels"));
  CHECK_FALSE(config.get("cache.options.default_ttl"));
  CHECK(config.integer("cache.options.max_size") == 1000);
  CHECK(config.integer("metrics.max_histogram_observations") == 10000);
  CHECK(config.boolean("metrics.enabled"));
  CHECK(config.duration("notification.queue.retry_delay") == Millis(5000));
  CHECK(config.string("notification.sms.on_ambiguous") == "hold");
  CHECK(config.string("notification.email.on_ambiguous") == "resend");
  CHECK(config.json("i18n.delimiters").raw() == R"(["{{","}}"])");
  CHECK(config.get("i18n.delimiters") == R"(["{{","}}"])");
  CHECK(config.json("storage.url").raw() == "null");
  CHECK(config.files().empty());
  CHECK(config.rows(false).empty());
}

TEST_CASE("each configuration source goes before the next") {
  World world;
  const auto prefix = [&] { return world.load().string("metrics.prefix"); };
  const auto origin = [&] { return world.load().origin("metrics.prefix").text(); };
  const auto text = [](const std::string& value) { return "{\"metrics\": {\"prefix\": \"" + value + "\"}}"; };

  CHECK(prefix().empty());
  CHECK(origin() == "default");
  const std::string system = world.file("system.json", text("system"));
  CHECK(prefix() == "system");
  CHECK(origin() == system + ":1:24");
  const std::string user = world.file("user.json", text("user"));
  CHECK(prefix() == "user");
  CHECK(origin() == user + ":1:24");
  world.sources.file = world.file("named.json", text("named"));
  CHECK(prefix() == "named");
  CHECK(origin() == world.sources.file + ":1:24");
  variables()["OBJECTOS_METRICS_PREFIX"] = "variable";
  CHECK(prefix() == "variable");
  CHECK(origin() == "OBJECTOS_METRICS_PREFIX");
  world.sources.overrides["metrics.prefix"] = "option";
  CHECK(prefix() == "option");
  CHECK(origin() == "option");

  Config config = world.load();
  config.set("metrics.prefix", "set");
  CHECK(config.string("metrics.prefix") == "set");
  CHECK(config.files() == std::vector<std::string>{world.sources.file, user, system});
}

TEST_CASE("an objectos.json in the working directory stands between --config and the user's file") {
  World world;
  const auto locale = [&] { return world.load().string("i18n.default_locale"); };
  world.file("user.json", R"({"i18n": {"default_locale": "user"}})");
  CHECK(locale() == "user");
  const std::string found = world.file("work/objectos.json", R"({"i18n": {"default_locale": "found"}})");
  CHECK(locale() == "found");
  CHECK(world.load().origin("i18n.default_locale").text() == found + ":1:29");
  world.sources.file = world.file("named.json", R"({"i18n": {"default_locale": "named"}})");
  CHECK(locale() == "named");
}

TEST_CASE("a key that a configuration file lacks is looked up in the next file") {
  World world;
  world.file("system.json", R"({"cache": {"options": {"max_size": 7, "policy": "sieve"}}})");
  world.file("user.json", R"({"cache": {"options": {"max_size": 8}}})");
  const Config config = world.load();
  CHECK(config.integer("cache.options.max_size") == 8);
  CHECK(config.string("cache.options.policy") == "sieve");
  CHECK(config.string("cache.backend") == "sqlite");
}

TEST_CASE("an empty environment variable counts as unset") {
  World world;
  variables()["OBJECTOS_CACHE_OPTIONS_MAX_SIZE"] = "";
  const Config config = world.load();
  CHECK(config.integer("cache.options.max_size") == 1000);
  CHECK_FALSE(config.is_set("cache.options.max_size"));
}

TEST_CASE("a list or an object in the environment is JSON") {
  World world;
  variables()["OBJECTOS_METRICS_DEFAULT_LABELS"] = R"( {"app" : "${not read}"} )";
  variables()["OBJECTOS_PLUGINS"] = R"(["./p.so", "plain"])";
  const Config config = world.load();
  CHECK(config.json("metrics.default_labels").raw() == R"({"app":"${not read}"})");
  CHECK(config.json("plugins").raw() == "[\"" + world.path("work/p.so") + "\",\"plain\"]");

  variables()["OBJECTOS_METRICS_DEFAULT_LABELS"] = "{app}";
  CHECK(failure([&] { config.json("metrics.default_labels"); }) ==
        "usage: OBJECTOS_METRICS_DEFAULT_LABELS:1:2: a key in quotes is expected [an object is written as "
        "JSON, such as {\"name\":1}]");
  variables()["OBJECTOS_PLUGINS"] = "./p.so";
  CHECK(failure([&] { config.json("plugins"); }) ==
        "usage: OBJECTOS_PLUGINS:1:1: a JSON value is expected [a list is written as JSON, such as "
        "[\"one\",\"two\"]]");
  variables()["OBJECTOS_METRICS_DEFAULT_LABELS"] = "[]";
  CHECK(failure([&] { config.json("metrics.default_labels"); }) ==
        "usage: OBJECTOS_METRICS_DEFAULT_LABELS:1:1: metrics.default_labels must be an object, not […]");
  variables()["OBJECTOS_PLUGINS"] = "[\"a\", 1]";
  CHECK(failure([&] { config.json("plugins"); }) ==
        "usage: OBJECTOS_PLUGINS:1:7: every item of plugins must be a string, not 1");
}

TEST_CASE("OBJECTOS_URL sets the URL of each service that has such a backend") {
  World world;
  world.file("user.json", R"({"storage": {"url": "memory:"}, "cache": {"url": "memory:"}})");
  const auto url = [&](const char* service) { return world.load().string(std::string(service) + ".url"); };

  variables()["OBJECTOS_URL"] = "postgres://db/x";
  CHECK(url("storage") == "postgres://db/x");
  CHECK(url("cache") == "memory:");
  CHECK(url("metrics").empty());
  CHECK(url("notification").empty());
  CHECK(world.load().origin("storage.url").text() == "OBJECTOS_URL");

  variables()["OBJECTOS_URL"] = "redis+sentinel://h1,h2/main";
  for (const char* service : {"storage", "cache", "metrics", "notification"})
    CHECK(url(service) == "redis+sentinel://h1,h2/main");

  variables()["OBJECTOS_URL"] = "memory:";
  CHECK(url("metrics") == "memory:");
  CHECK(url("notification").empty());

  // A service's own variable goes before; an unknown scheme is for the service to refuse.
  variables()["OBJECTOS_URL"] = "rediss://a";
  variables()["OBJECTOS_STORAGE_URL"] = "redis://b";
  CHECK(url("storage") == "redis://b");
  CHECK(url("cache") == "rediss://a");
  variables()["OBJECTOS_URL"] = "mysql://a";
  CHECK(url("notification") == "mysql://a");
}

// ---- files and trust
// ---------------------------------------------------------------------------------------

TEST_CASE("from an objectos.json that was found only i18n counts") {
  World world;
  world.file("work/objectos.json", R"({
    "storage": {"url": 5, "nonsense": [1]}, "plugins": ["./evil.so"], "state_dir": "x", "gibberish": 1,
    "i18n": {"defaultLocale": "de", "locales": "texts"}})");
  const Config config = world.load();
  CHECK(config.string("i18n.default_locale") == "de");
  CHECK(config.string("i18n.locales") == world.path("work/texts"));
  CHECK_FALSE(config.is_set("storage.url"));
  CHECK_FALSE(config.is_set("plugins"));
  CHECK_FALSE(config.is_set("state_dir"));
  CHECK(config.ignored() == std::vector<std::string>{"storage", "plugins", "state_dir", "gibberish"});
}

TEST_CASE("an unknown key in the i18n section of a found objectos.json is an error") {
  World world;
  const std::string file = world.file("work/objectos.json", "{\n  \"i18n\": {\n    \"locals\": \"texts\"}}");
  CHECK(failure([&] { world.load(); }) ==
        "usage: " + file + ":3:5: unknown key \"i18n.locals\" [did you mean \"i18n.locales\"?]");
}

TEST_CASE("objectos.json is looked for from the working directory upwards, the nearest counts") {
  World world;
  world.directory("work/a");
  world.directory("work/a/b");
  world.sources.directory = world.path("work/a/b");
  const auto locale = [&] { return world.load().string("i18n.default_locale"); };
  CHECK(locale() == "en");
  world.file("work/objectos.json", R"({"i18n": {"default_locale": "far", "fallback_locale": "far"}})");
  CHECK(locale() == "far");
  world.file("work/a/objectos.json", R"({"i18n": {"default_locale": "near"}})");
  CHECK(locale() == "near");
  CHECK(world.load().string("i18n.fallback_locale") == "en");
  CHECK(world.load().files().size() == 1);
  world.sources.directory.clear();
  CHECK(locale() == "en");
}

TEST_CASE("a directory or pipe called objectos.json is no configuration") {
  World world;
  world.directory("work/objectos.json");
  CHECK(world.load().files().empty());
  World other;
  REQUIRE(::mkfifo(other.path("work/objectos.json").c_str(), 0600) == 0);
  CHECK(other.load().files().empty());
  ::unlink(other.path("work/objectos.json").c_str());
}

TEST_CASE("an objectos.json that is named as well is trusted") {
  World world;
  const std::string file = world.file("work/objectos.json", R"({"storage": {"backend": "memory"}})");
  CHECK(world.load().string("storage.backend") == "sqlite");
  world.sources.file = file;
  const Config config = world.load();
  CHECK(config.string("storage.backend") == "memory");
  CHECK(config.ignored().empty());
  CHECK(config.files().size() == 1);
}

TEST_CASE("a configuration file that others can write to is refused") {
  World world;
  const std::string refused = ": refused, because others can write to it [chmod go-w ";
  const std::string user = world.file("user.json", "{}", 0620);
  CHECK(failure([&] { world.load(); }) == "denied: " + user + refused + user + "]");
  ::chmod(user.c_str(), 0602);
  CHECK(failure([&] { world.load(); }) == "denied: " + user + refused + user + "]");
  ::chmod(user.c_str(), 0644);
  const std::string system = world.file("system.json", "{}", 0664);
  CHECK(failure([&] { world.load(); }) == "denied: " + system + refused + system + "]");
  ::chmod(system.c_str(), 0644);
  const std::string named = world.file("named.json", "{}", 0666);
  world.sources.file = named;
  CHECK(failure([&] { world.load(); }) == "denied: " + named + refused + named + "]");
  ::chmod(named.c_str(), 0644);
  CHECK(world.load().files().size() == 3);
}

TEST_CASE("a found objectos.json is refused only if everybody can write to it") {
  World world;
  const std::string file = world.file("work/objectos.json", R"({"i18n": {"default_locale": "fr"}})", 0664);
  CHECK(world.load().string("i18n.default_locale") == "fr");
  ::chmod(file.c_str(), 0666);
  CHECK(failure([&] { world.load(); }) ==
        "denied: " + file + ": refused, because everybody can write to it [chmod o-w " + file + "]");
}

TEST_CASE("a configuration file of another user is refused") {
  if (::geteuid() != 0) {
    SUCCEED("skipped: only root can give a file away");
    return;
  }
  World world;
  const std::string file = world.file("user.json", "{}");
  REQUIRE(::chown(file.c_str(), 12345, 12345) == 0);
  CHECK(failure([&] { world.load(); }) ==
        "denied: " + file +
            ": refused, because it belongs to another user [a configuration file belongs to you or to root]");
  // A found one may be anybody's.
  const std::string found = world.file("work/objectos.json", R"({"i18n": {"default_locale": "fr"}})");
  REQUIRE(::chown(found.c_str(), 12345, 12345) == 0);
  world.sources.user_file.clear();
  CHECK(world.load().string("i18n.default_locale") == "fr");
}

TEST_CASE("a named configuration file must be there") {
  World world;
  world.sources.file = world.path("absent.json");
  CHECK(failure([&] { world.load(); }) ==
        "usage: " + world.sources.file + ": there is no such configuration file");
  world.sources.file = world.path("work");
  CHECK(failure([&] { world.load(); }) ==
        "usage: " + world.sources.file + ": a directory is no configuration file");
}

TEST_CASE("a named configuration file that cannot be read is denied") {
  if (::geteuid() == 0) {
    SUCCEED("skipped: root can read everything");
    return;
  }
  World world;
  world.sources.file = world.file("named.json", "{}", 0000);
  CHECK(failure([&] { world.load(); }) == "denied: open " + world.sources.file + ": Permission denied");
}

TEST_CASE("a relative --config starts at the working directory") {
  World world;
  world.file("work/mine.json", R"({"i18n": {"locales": "texts"}})");
  world.sources.file = "mine.json";
  const Config config = world.load();
  CHECK(config.string("i18n.locales") == world.path("work/texts"));
  CHECK(config.origin("i18n.locales").text() == "mine.json:1:22");
}

TEST_CASE("an empty configuration file, or /dev/null, sets nothing") {
  World world;
  world.file("user.json", "\n");
  world.sources.file = "/dev/null";
  const Config config = world.load();
  CHECK(config.rows(false).empty());
  CHECK(config.files() == std::vector<std::string>{"/dev/null", world.path("user.json")});
}

// ---- syntax and keys
// ---------------------------------------------------------------------------------------

TEST_CASE("a configuration file may hold comments and trailing commas") {
  const Config config =
      Config::parse("// first\n{ /* a */ \"cache\": { \"backend\": \"memory\", }, // last\n}");
  CHECK(config.string("cache.backend") == "memory");
  CHECK(config.origin("cache.backend").text() == "configuration:2:33");
}

TEST_CASE("bad syntax in a configuration is a usage error with its place") {
  CHECK(parse_failure("{\n  \"cache\" 5}") == "usage: f.json:2:11: \":\" is expected");
  CHECK(parse_failure("{\"cache\": {}") == "usage: f.json:1:13: \",\" or \"}\" is expected");
  CHECK(parse_failure("{\"a\": tru}") == "usage: f.json:1:7: a JSON value is expected");
  CHECK(parse_failure("[1]") == "usage: f.json:1:1: a configuration is a JSON object, not […]");
  CHECK(parse_failure("  7") == "usage: f.json:1:3: a configuration is a JSON object, not 7");
  CHECK(parse_failure("{} {}") == "usage: f.json:1:4: nothing is expected behind the value");
  CHECK(parse_failure("{\"cache\": \"\xff\"}") == "usage: f.json:1:12: this is not valid UTF-8");
  CHECK(parse_failure("{\"cache\": {}, \"cache\": {}}") ==
        "usage: f.json:1:15: this key stands twice in one object");
}

TEST_CASE("garbage and deep nesting in a configuration end in an error, not in a crash") {
  for (const std::string& text :
       {std::string(100000, '['), "{\"i18n\": {\"check\": " + std::string(100000, '['), std::string("\0", 1),
        std::string("{\"\x01\": 1}"), std::string("\xef\xbb\xbf{}"), std::string("\"${\""),
        std::string("{\"a\":"), std::string("/*")}) {
    CHECK(parse_failure(text).substr(0, 14) == "usage: f.json:");
  }
  std::string deep = "1";
  for (int i = 0; i < 90; ++i) deep = "[" + deep + "]";
  const Config config = Config::parse("{\"notification\": {\"targets\": {\"x\": " + deep + "}}}");
  CHECK(config.json("notification.targets").raw() == "{\"x\":" + deep + "}");
}

TEST_CASE("an unknown configuration key names its place and the nearest known key") {
  CHECK(parse_failure("{\n  \"storage\": {\n    \"optoins\": {}}}") ==
        "usage: f.json:3:5: unknown key \"storage.optoins\" [did you mean \"storage.options\"?]");
  CHECK(parse_failure("{\"notifications\": {}}") ==
        "usage: f.json:1:2: unknown key \"notifications\" [did you mean \"notification\"?]");
  CHECK(parse_failure(R"({"cache": {"options": {"maxSizes": 1}}})") ==
        "usage: f.json:1:24: unknown key \"cache.options.maxSizes\" [did you mean "
        "\"cache.options.max_size\"?]");
  CHECK(parse_failure("{\"zzzzzz\": 1}") == "usage: f.json:1:2: unknown key \"zzzzzz\"");
  CHECK(parse_failure("{\"\": 1}") == "usage: f.json:1:2: unknown key \"\"");
  // The right name in the wrong place.
  CHECK(parse_failure(R"({"storage": {"key_prefix": "x"}})") ==
        "usage: f.json:1:14: unknown key \"storage.key_prefix\" [did you mean "
        "\"storage.options.key_prefix\"?]");
  CHECK(
      parse_failure(R"({"storage.backend": "memory"})") ==
      "usage: f.json:1:2: unknown key \"storage.backend\" [write the parts of storage.backend as objects in "
      "each other]");
  // A capital at the start is nobody's spelling.
  CHECK(parse_failure(R"({"Storage": {}})") ==
        "usage: f.json:1:2: unknown key \"Storage\" [did you mean \"storage\"?]");
}

TEST_CASE("what a stranger wrote cannot steer the terminal that shows the error") {
  const std::string message = parse_failure("{\"\\u001b[31m\\n\xc2\x9b\": 1}");
  CHECK(message == "usage: f.json:1:2: unknown key \"\\x1b[31m\\n\\u009b\"");
  CHECK(parse_failure("{\"" + std::string(5000, 'k') + "\": 1}").size() < 200);
}

TEST_CASE("a section that is no object is an error") {
  CHECK(parse_failure("{\"storage\": 5}") == "usage: f.json:1:13: storage must be an object, not 5");
  CHECK(parse_failure("{\"storage\": {\"options\": \"secret\"}}") ==
        "usage: f.json:1:25: storage.options must be an object, not \"…\"");
  CHECK(parse_failure("{\"notification\": {\"queue\": null}}") ==
        "usage: f.json:1:28: notification.queue must be an object, not null");
}

TEST_CASE("keys may be spelt in camelCase, but not twice") {
  const Config config = Config::parse(R"({
    "cache": {"options": {"maxSize": 5, "defaultTTL": "1m", "keyPrefix": "c:"}},
    "metrics": {"defaultLabels": {"appName": "x"}, "maxHistogramObservations": 3, "trackBuiltInMetrics": false},
    "notification": {"sms": {"accountSid": "AC1"}, "queue": {"maxRetries": 9}}})");
  CHECK(config.integer("cache.options.max_size") == 5);
  CHECK(config.duration("cache.options.default_ttl") == Millis(60000));
  CHECK(config.string("cache.options.key_prefix") == "c:");
  CHECK(config.json("metrics.default_labels").raw() == R"({"appName":"x"})");
  CHECK(config.integer("metrics.max_histogram_observations") == 3);
  CHECK_FALSE(config.boolean("metrics.track_built_in_metrics"));
  CHECK(config.string("notification.sms.account_sid") == "AC1");
  CHECK(config.integer("notification.queue.maxRetries") == 9);
  CHECK(parse_failure("{\"cache\": {\"options\": {\"max_size\": 1,\n \"maxSize\": 2}}}") ==
        "usage: f.json:2:2: \"maxSize\" is set twice here, once in camelCase and once as \"max_size\"");
}

TEST_CASE("a bare retryDelay is in milliseconds, a bare retry_delay in seconds") {
  const auto delay = [](const std::string& member) {
    return Config::parse("{\"notification\": {\"queue\": {" + member + "}}}")
        .duration("notification.queue.retry_delay");
  };
  CHECK(delay("\"retryDelay\": 1500") == Millis(1500));
  CHECK(delay("\"retryDelay\": \"1500\"") == Millis(1500));
  CHECK(delay("\"retryDelay\": \"2s\"") == Millis(2000));
  CHECK(delay("\"retry_delay\": 3") == Millis(3000));
  CHECK(delay("\"retry_delay\": 1.5") == Millis(1500));
  // The other durations were seconds there, too.
  CHECK(Config::parse(R"({"cache": {"options": {"defaultTtl": 5}}})").duration("cache.options.default_ttl") ==
        Millis(5000));
}

TEST_CASE("asking for a configuration key that does not exist is an error") {
  Config config;
  CHECK(failure([&] { config.get("cache.option.max_size"); }) ==
        "usage: configuration: unknown key \"cache.option.max_size\" [did you mean cache.options.max_size?]");
  CHECK(failure([&] { config.set("nonsense", "1"); }) == "usage: configuration: unknown key \"nonsense\"");
  CHECK(failure([&] { config.is_set("notification.email.auth"); }) ==
        "usage: configuration: unknown key \"notification.email.auth\" [notification.email.auth is a "
        "section; name one of the keys in it]");
  CHECK(failure([&] { config.integer("storage.url"); }).substr(0, 9) == "internal:");
  World world;
  world.sources.overrides["cache.nonsense"] = "1";
  CHECK(failure([&] { world.load(); }).substr(0, 51) ==
        "usage: configuration: unknown key \"cache.nonsense\"");
}

// ---- values
// ------------------------------------------------------------------------------------------------

TEST_CASE("configuration values of each type") {
  const Config config = Config::parse(R"({
    "cache": {"backend": "lru", "timeout": "1m30s", "options": {"max_bytes": 4096, "default_ttl": 0.25, "tls": "YES"}},
    "metrics": {"enabled": false, "alerts": [{"name": "a", "for": 5}, {}], "prefix": ""},
    "storage": {"options": {"port": "6380", "max_keys": 12}, "timeout": 2}})");
  CHECK(config.string("cache.backend") == "lru");
  CHECK(config.duration("cache.timeout") == Millis(90000));
  CHECK(config.duration("storage.timeout") == Millis(2000));
  CHECK(config.duration("cache.options.default_ttl") == Millis(250));
  CHECK(config.size("cache.options.max_bytes") == 4096);
  CHECK(config.boolean("cache.options.tls"));
  CHECK(config.get("cache.options.tls") == "true");
  CHECK_FALSE(config.boolean("metrics.enabled"));
  CHECK(config.integer("storage.options.port") == 6380);
  CHECK(config.number("storage.options.max_keys") == 12);
  CHECK(config.json("storage.options.port").raw() == "6380");
  CHECK(config.json("metrics.enabled").raw() == "false");
  CHECK(config.json("metrics.alerts").raw() == R"([{"name":"a","for":5},{}])");
  CHECK(config.is_set("metrics.prefix"));
  CHECK(config.get("metrics.prefix") == "");
}

TEST_CASE("a configuration value of a wrong type names place, type and what was found") {
  const std::string cache = "{\"cache\": {\"options\": {";
  CHECK(read_failure("{\"metrics\": {\n\"enabled\": 5}}", "metrics.enabled") ==
        "usage: f.json:2:12: metrics.enabled must be true or false, not 5");
  CHECK(read_failure("{\"metrics\": {\"enabled\": \"maybe\"}}", "metrics.enabled") ==
        "usage: f.json:1:25: metrics.enabled must be true or false, not \"maybe\"");
  CHECK(read_failure("{\"metrics\": {\"prefix\": 7}}", "metrics.prefix") ==
        "usage: f.json:1:24: metrics.prefix must be a string, not 7");
  CHECK(read_failure("{\"metrics\": {\"prefix\": null}}", "metrics.prefix") ==
        "usage: f.json:1:24: metrics.prefix must be a string, not null");
  CHECK(read_failure("{\"metrics\": {\"default_labels\": []}}", "metrics.default_labels") ==
        "usage: f.json:1:32: metrics.default_labels must be an object, not […]");
  CHECK(read_failure("{\"metrics\": {\"alerts\": {}}}", "metrics.alerts") ==
        "usage: f.json:1:24: metrics.alerts must be a list, not {…}");
  CHECK(read_failure("{\"metrics\": {\"alerts\": [{}, \"x\"]}}", "metrics.alerts") ==
        "usage: f.json:1:29: every item of metrics.alerts must be an object, not \"x\"");
  CHECK(read_failure(cache + "\"max_size\": 1.5}}}", "cache.options.max_size") ==
        "usage: f.json:1:36: cache.options.max_size must be a whole number, 0 or more, not 1.5");
  CHECK(read_failure(cache + "\"max_size\": -1}}}", "cache.options.max_size") ==
        "usage: f.json:1:36: cache.options.max_size must be a whole number, 0 or more, not -1");
  CHECK(read_failure(cache + "\"max_size\": 99999999999999999999}}}", "cache.options.max_size") ==
        "usage: f.json:1:36: cache.options.max_size must be a whole number, 0 or more, not "
        "99999999999999999999");
  CHECK(read_failure(cache + "\"port\": 65536}}}", "cache.options.port") ==
        "usage: f.json:1:32: cache.options.port must be a whole number from 1 to 65535, not 65536");
  CHECK(read_failure(cache + "\"port\": [1]}}}", "cache.options.port") ==
        "usage: f.json:1:32: cache.options.port must be a whole number from 1 to 65535, not […]");
  CHECK(
      read_failure(cache + "\"default_ttl\": \"soon\"}}}", "cache.options.default_ttl") ==
      "usage: f.json:1:39: cache.options.default_ttl must be a duration such as 30s or 1h30m, not \"soon\"");
  CHECK(read_failure(cache + "\"max_bytes\": true}}}", "cache.options.max_bytes") ==
        "usage: f.json:1:37: cache.options.max_bytes must be a size such as 64KiB or 10MB, not true");
  CHECK(read_failure(cache + "\"policy\": \"lur\"}}}", "cache.options.policy") ==
        "usage: f.json:1:34: cache.options.policy must be one of lru, sieve, not \"lur\" [did you mean "
        "\"lru\"?]");
  CHECK(read_failure(cache + "\"tls_ca\": 3}}}", "cache.options.tls_ca") ==
        "usage: f.json:1:34: cache.options.tls_ca must be a path, not 3");
  CHECK(read_failure(cache + "\"tls_ca\": \"a\\u0000b\"}}}", "cache.options.tls_ca") ==
        "usage: f.json:1:34: cache.options.tls_ca must be a path, not \"a\\x00b\"");
}

TEST_CASE("wrong values from options and the environment name their source") {
  World world;
  variables()["OBJECTOS_CACHE_OPTIONS_MAX_SIZE"] = "many";
  world.sources.overrides["storage.timeout"] = "-1s";
  world.sources.overrides["state_dir"] = "";
  world.sources.overrides["cache.url"] = "";
  const Config config = world.load();
  CHECK(
      failure([&] { config.integer("cache.options.max_size"); }) ==
      "usage: OBJECTOS_CACHE_OPTIONS_MAX_SIZE: cache.options.max_size must be a whole number, 0 or more, not "
      "\"many\"");
  CHECK(failure([&] { config.duration("storage.timeout"); }) ==
        "usage: option: storage.timeout must be a duration such as 30s or 1h30m, not \"-1s\"");
  // An option that came out empty must not fall back to the default directory.
  CHECK(failure([&] { config.state_dir(); }) == "usage: option: state_dir must be a path, not \"\"");
  CHECK(failure([&] { config.get("cache.url"); }) == "usage: option: cache.url must be a URL, not \"\"");
}

TEST_CASE("a wrong value in a section that nobody reads does no harm") {
  const Config config =
      Config::parse(R"({"cache": {"backend": 7}, "metrics": {"prefix": "${UNSET_BY_ALL}", "enabled": 3}})");
  CHECK(config.string("storage.backend") == "sqlite");
  CHECK(failure([&] { config.check(); }) ==
        "usage: configuration:1:23: cache.backend must be one of memory, lru, sqlite, redis, not 7");
}

// ---- ${NAME}
// -------------------------------------------------------------------------------------------------

TEST_CASE("${NAME} in a configuration reads the environment") {
  World world;
  variables()["HOST"] = "db.example";
  variables()["PORT"] = "6390";
  variables()["ON"] = "true";
  variables()["EMPTY"] = "";
  world.file("user.json", R"({
    "storage": {"url": "", "options": {"host": "${HOST}", "port": "${PORT}", "tls": "${ON}", "user": "a${EMPTY}b$HOST$$",
                "path": "${NONE:-p}/${HOST}.db", "db": "${EMPTY:-4}", "tls_ca": "${NONE:-}"}, "timeout": "${NONE:-3}s"},
    "metrics": {"default_labels": {"${HOST}": ["${HOST}", {"x": "${NONE:-a:-b}"}]}}})");
  const Config config = world.load();
  CHECK(config.string("storage.options.host") == "db.example");
  CHECK(config.integer("storage.options.port") == 6390);
  CHECK(config.boolean("storage.options.tls"));
  CHECK(config.string("storage.options.user") == "ab$HOST$$");
  CHECK(config.string("storage.options.path") == world.path("p/db.example.db"));
  CHECK(config.integer("storage.options.db") == 4);
  CHECK(config.duration("storage.timeout") == Millis(3000));
  CHECK(config.json("metrics.default_labels").raw() == R"({"${HOST}":["db.example",{"x":"a:-b"}]})");
  // What comes out empty is no path, port or URL: as if it were not set.
  CHECK_FALSE(config.get("storage.options.tls_ca"));
  CHECK_FALSE(config.get("storage.url"));
  // Read when asked for.
  variables()["HOST"] = "other";
  CHECK(config.string("storage.options.host") == "other");
}

TEST_CASE("an unset ${NAME} is an error where the value is asked for") {
  World world;
  const std::string file =
      world.file("user.json", "{\"storage\": {\n  \"options\": {\"host\": \"x${NO_SUCH}\", \"port\": 1}}}");
  const Config config = world.load();
  CHECK(config.integer("storage.options.port") == 1);
  CHECK(config.is_set("storage.options.host"));
  CHECK(failure([&] { config.get("storage.options.host"); }) ==
        "usage: " + file +
            ":2:23: storage.options.host: the variable NO_SUCH is not set [set it, or give a default: "
            "${NO_SUCH:-…}]");
  CHECK(failure([&] { config.check(); }).find("NO_SUCH") != std::string::npos);
}

TEST_CASE("a ${ that begins no variable is an error") {
  for (const char* text : {"${", "${}", "${A B}", "${1A}", "${A", "${A:-${B}}", "${A:=x}"}) {
    INFO(text);
    CHECK(read_failure(std::string("{\"metrics\": {\"prefix\": \"") + text + "\"}}", "metrics.prefix") ==
          "usage: f.json:1:24: metrics.prefix: \"${\" must begin ${NAME} or ${NAME:-default}");
  }
}

TEST_CASE("values of options and variables are taken as they are") {
  World world;
  variables()["OBJECTOS_METRICS_PREFIX"] = "${HOME}";
  CHECK(world.load().string("metrics.prefix") == "${HOME}");
}

// ---- paths
// -----------------------------------------------------------------------------------------------------

TEST_CASE("relative paths start at the file that names them, from elsewhere at the working directory") {
  World world;
  variables()["HOME"] = "/home/me";
  world.directory("etc");
  world.sources.file = world.file("etc/c.json", R"({
    "state_dir": "./state", "plugins": ["./p.so", "p", "~/q.so", "/abs.so"],
    "storage": {"url": "sqlite:data/s.db", "options": {"path": "~/x.db", "tls_ca": "/ca.pem", "tls_key": "../k"}},
    "cache": {"url": "sqlite:/abs.db"}, "metrics": {"url": "redis://h/sqlite:x"}})");
  world.sources.overrides["notification.templates"] = "mails";
  world.sources.overrides["notification.url"] = "sqlite:./q.db";
  variables()["OBJECTOS_I18N_LOCALES"] = ".";
  variables()["OBJECTOS_NOTIFICATION_SMS_CA"] = "~/ca";
  const Config config = world.load();
  CHECK(config.state_dir() == world.path("etc/state"));
  CHECK(config.json("plugins").raw() ==
        "[\"" + world.path("etc/p.so") + R"(","p","/home/me/q.so","/abs.so"])");
  CHECK(config.string("storage.url") == "sqlite:" + world.path("etc/data/s.db"));
  CHECK(config.string("storage.options.path") == "/home/me/x.db");
  CHECK(config.string("storage.options.tls_ca") == "/ca.pem");
  CHECK(config.string("storage.options.tls_key") == world.path("etc/../k"));
  CHECK(config.string("cache.url") == "sqlite:/abs.db");
  CHECK(config.string("metrics.url") == "redis://h/sqlite:x");
  CHECK(config.string("notification.templates") == world.path("work/mails"));
  CHECK(config.string("notification.url") == "sqlite:" + world.path("work/q.db"));
  CHECK(config.string("i18n.locales") == world.path("work"));
  CHECK(config.string("notification.sms.ca") == "/home/me/ca");
}

TEST_CASE("~ in a path needs HOME") {
  World world;
  world.sources.overrides["state_dir"] = "~/s";
  CHECK(failure([&] { world.load().state_dir(); }) ==
        "usage: option: state_dir: \"~\" needs the variable HOME");
}

TEST_CASE("the state directory") {
  World world;
  CHECK(failure([&] { world.load().state_dir(); }) ==
        "usage: state directory: HOME is not set and none is named [name one with --state-dir or "
        "OBJECTOS_STATE_DIR]");
  variables()["HOME"] = "/home/me";
  CHECK(world.load().state_dir() == "/home/me/.local/state/objectos");
  variables()["XDG_STATE_HOME"] = "relative/is/ignored";
  CHECK(world.load().state_dir() == "/home/me/.local/state/objectos");
  variables()["XDG_STATE_HOME"] = "/state";
  CHECK(world.load().state_dir() == "/state/objectos");
  world.file("user.json", R"({"state_dir": "mine"})");
  CHECK(world.load().state_dir() == world.path("mine"));
  variables()["OBJECTOS_STATE_DIR"] = "/from/variable";
  CHECK(world.load().state_dir() == "/from/variable");
  world.sources.overrides["state_dir"] = "here";
  CHECK(world.load().state_dir() == world.path("work/here"));
}

// ---- secrets and showing
// -----------------------------------------------------------------------------------------

TEST_CASE("a secret that was read is hidden from logs, and errors never quote one") {
  World world;
  variables()["REDIS_PASSWORD"] = "hunter2-from-env";
  world.file("user.json", R"({
    "storage": {"options": {"password": "${REDIS_PASSWORD}"}}, "cache": {"url": "redis://me:s%40cret-in-url@h:1/0"},
    "notification": {"targets": {"ops": {"token": "target-token-1"}}}})");
  const Config config = world.load();
  CHECK(config.string("storage.options.password") == "hunter2-from-env");
  CHECK(config.string("cache.url") == "redis://me:s%40cret-in-url@h:1/0");
  CHECK(config.json("notification.targets").raw() == R"({"ops":{"token":"target-token-1"}})");
  CHECK(objectos::redact("no hunter2-from-env, s%40cret-in-url, s@cret-in-url, target-token-1") ==
        "no ***, ***, ***, ***");

  CHECK(read_failure(R"({"storage": {"options": {"password": 123456}}})", "storage.options.password") ==
        "usage: f.json:1:38: storage.options.password must be a string, not ***");
  CHECK(
      read_failure(R"({"notification": {"sms": {"auth_token": ["abc"]}}})", "notification.sms.auth_token") ==
      "usage: f.json:1:41: notification.sms.auth_token must be a string, not ***");
}

TEST_CASE("showing a configuration: typed values, origins, no secrets") {
  World world;
  variables()["OBJECTOS_CACHE_OPTIONS_MAX_SIZE"] = "5";
  variables()["OBJECTOS_METRICS_DEFAULT_LABELS"] = R"({"app":"x"})";
  const std::string file = world.file("user.json", R"({
    "storage": {"url": "redis://me:topsecret@h/0", "options": {"password": "pa55word", "tls": true, "host": "${UNSET_HOST}"}},
    "notification": {"queue": {"retryDelay": 1500}, "targets": {"ops": {"url": "https://u:pw12345@h/x", "apiToken": "tok", "to": "${UNSET_TO}"}}}})");
  const Config config = world.load();
  std::map<std::string, std::string> shown;
  std::map<std::string, std::string> origins;
  for (const Config::Row& row : config.rows(false)) {
    shown[row.key] = row.value.to_json();
    origins[row.key] = row.origin.text();
  }
  CHECK(shown == std::map<std::string, std::string>{
                     {"cache.options.max_size", "5"},
                     {"metrics.default_labels", R"({"app":"x"})"},
                     {"notification.queue.retry_delay", "\"1500ms\""},
                     {"notification.targets",
                      R"({"ops":{"url":"https://u:***@h/x","apiToken":"***","to":"${UNSET_TO}"}})"},
                     // Shown as it is written: looking must not fail for want of a variable.
                     {"storage.options.host", "\"${UNSET_HOST}\""},
                     {"storage.options.password", "\"***\""},
                     {"storage.options.tls", "true"},
                     {"storage.url", "\"redis://me:***@h/0\""},
                 });
  CHECK(origins["cache.options.max_size"] == "OBJECTOS_CACHE_OPTIONS_MAX_SIZE");
  CHECK(origins["storage.url"] == file + ":2:24");

  const auto all = config.rows(true);
  CHECK(all.size() == objectos::config_table().size());
  const auto row =
      std::find_if(all.begin(), all.end(), [](const auto& r) { return r.key == "cache.backend"; });
  REQUIRE(row != all.end());
  CHECK(row->value.to_json() == "\"sqlite\"");
  CHECK(row->origin.kind == ConfigOrigin::Kind::default_value);
}

TEST_CASE("showing a configuration never fails") {
  World world;
  variables()["OBJECTOS_METRICS_PREFIX"] = "\xff";
  variables()["OBJECTOS_NOTIFICATION_TARGETS"] = R"({"a": {"token": "t0psecret")";
  variables()["OBJECTOS_STORAGE_TIMEOUT"] = "soon";
  world.file("user.json", R"({"cache": {"backend": ["x"], "url": 7}, "metrics": {"alerts": 1}})");
  std::string all;
  for (const Config::Row& row : world.load().rows(true)) all += row.key + "=" + row.value.to_json() + "\n";
  CHECK(all.find("storage.timeout=\"soon\"") != all.npos);
  CHECK(all.find("cache.backend=\"[…]\"") != all.npos);
  CHECK(all.find("t0psecret") == all.npos);
}

// ---- the whole
// -------------------------------------------------------------------------------------------------

TEST_CASE("the example in the documentation is a valid configuration") {
  World world;
  world.sources.file = world.file("example.json", contract_example);
  for (const char* name : {"REDIS_HOST", "REDIS_PASSWORD", "SMTP_HOST", "SMTP_USER", "SMTP_PASS",
                           "TWILIO_SID", "TWILIO_TOKEN", "TWILIO_PHONE"})
    variables()[name] = std::string("value-of-") + name;
  const Config config = world.load();
  CHECK_NOTHROW(config.check());
  CHECK(config.string("storage.options.host") == "value-of-REDIS_HOST");
  CHECK(config.size("cache.options.max_bytes") == 64u << 20);
  CHECK(config.duration("cache.options.default_ttl") == std::chrono::hours(1));
  CHECK(config.json("plugins").raw() == "[\"" + world.path("my-plugin.so") + "\"]");
  CHECK(config.integer("notification.email.port") == 587);
  CHECK(config.string("notification.email.auth.pass") == "value-of-SMTP_PASS");
  variables().erase("TWILIO_TOKEN");
  CHECK(failure([&] { config.check(); }).find("the variable TWILIO_TOKEN is not set") != std::string::npos);
  CHECK(config.string("notification.email.host") == "value-of-SMTP_HOST");
}

TEST_CASE("a copied configuration is its own") {
  Config one = Config::parse(R"({"metrics": {"prefix": "a"}})");
  Config two = one;
  two.set("metrics.prefix", "b");
  CHECK(one.string("metrics.prefix") == "a");
  CHECK(two.string("metrics.prefix") == "b");
  one = std::move(two);
  CHECK(one.string("metrics.prefix") == "b");
  CHECK(one.origin("metrics.prefix").text() == "option");
}
