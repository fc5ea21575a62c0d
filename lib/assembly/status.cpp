#include "objectos/status.hpp"

#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <functional>
#include <future>

#include "assembly/backend_choice.hpp"
#include "core/files.hpp"
#include "i18n/translation_file.hpp"
#include "objectos/cache.hpp"
#include "objectos/clock.hpp"
#include "objectos/i18n.hpp"
#include "objectos/json.hpp"
#include "objectos/kernel.hpp"
#include "objectos/metrics_alerts.hpp"
#include "objectos/notification.hpp"
#include "objectos/storage.hpp"
#include "sqlite/file_facts.hpp"

namespace objectos {
namespace {

constexpr std::array services = {"storage", "cache", "metrics", "notification"};

using Checks = std::vector<StatusCheck>;

// From here on somebody should look at it.
constexpr std::uint64_t many_expired = 10'000;
constexpr std::uint64_t large_log = 64u << 20;
constexpr std::uint64_t little_room = 8u << 20;
constexpr std::int64_t late_ms = 60LL * 60 * 1000;

std::string percent_text(double share) {
  return std::to_string(static_cast<int>(share * 100 + 0.5)) + " %";
}

void add(Checks& checks, std::string name, Health health, Message message, std::string fix = {}) {
  checks.push_back({std::move(name), health, std::move(message), std::move(fix)});
}

/// What is kept in a SQLite file: its size, and what gc would give back.
void add_file(Checks& checks, const Config& config, const std::string& service,
              const sqlite::FileFacts& facts) {
  const bool has_gc = service == "storage" || service == "cache";
  const std::string gc = has_gc ? "objectos " + service + " gc" : "";
  if (facts.expired >= many_expired && facts.expired * 4 >= facts.rows) {
    add(checks, service + ".expired", Health::degraded,
        Message("health.expired", "{{count}} expired entries still take room", {{"count", facts.expired}}),
        gc);
  }
  if (facts.log_bytes >= large_log) {
    add(checks, service + ".log", Health::degraded,
        Message("health.log", "the write-ahead log has grown to {{size}}",
                {{"size", format_size(facts.log_bytes)}}),
        gc);
  }
  const auto file = sqlite_file_of(config, service);
  struct stat info {};
  if (file && ::stat(file->path.c_str(), &info) == 0 && (info.st_mode & 077) != 0) {
    add(checks, service + ".permissions", Health::degraded,
        Message("health.file_mode", "others can reach {{path}}", {{"path", file->path}}),
        "chmod 600 '" + file->path + "'");
  }
}

sqlite::FileFacts facts_of(const Config& config, const std::string& service) {
  const auto file = sqlite_file_of(config, service);
  return file ? sqlite::file_facts(file->path, service, Clock::system().now_ms()) : sqlite::FileFacts{};
}

bool is_used(const std::filesystem::path& directory, const Config& config) {
  for (const char* service : services) {
    const auto file = sqlite_file_of(config, service);
    if (file && std::filesystem::path(file->path).parent_path() == directory) return true;
  }
  return false;
}

/// That the first command which stores something could make it.
void check_can_make(const std::filesystem::path& directory) {
  std::filesystem::path parent = directory;
  do parent = parent.parent_path();
  while (!parent.empty() && ::access(parent.c_str(), F_OK) != 0 && errno == ENOENT &&
         parent != parent.root_path());
  if (parent.empty()) parent = ".";
  if (::access(parent.c_str(), W_OK | X_OK) != 0) files::fail("create", directory.string(), errno);
}

/// What a write would meet first.
void add_room(Checks& checks, const std::string& directory) {
  struct statvfs disk {};
  if (::statvfs(directory.c_str(), &disk) != 0) return;
  const std::uint64_t room = std::uint64_t{disk.f_bavail} * disk.f_frsize;
  if (room >= little_room) return;
  add(checks, "state.room", Health::degraded,
      Message("health.room", "the disk is nearly full: {{size}} are free", {{"size", format_size(room)}}),
      "df -h '" + directory + "'");
}

// ---- one service each

Checks check_directory(const Config& config) {
  Checks checks;
  const std::string directory = config.state_dir();
  struct stat info {};
  if (::stat(directory.c_str(), &info) != 0) {
    if (is_used(directory, config)) check_can_make(directory);
    add(checks, "state", Health::healthy,
        Message("health.no_state", "nothing has been stored in {{path}} yet", {{"path", directory}}));
    return checks;
  }
  files::check_private_directory(directory);
  if (::access(directory.c_str(), R_OK | X_OK) != 0 && errno == EACCES) {
    add(checks, "state", Health::unhealthy,
        Message("health.no_reach", "{{path}} cannot be read", {{"path", directory}}),
        "chmod 700 '" + directory + "'");
    return checks;
  }
  if ((info.st_mode & 077) != 0) {
    add(checks, "state", Health::degraded,
        Message("health.directory_mode", "others can look into {{path}}", {{"path", directory}}),
        "chmod 700 '" + directory + "'");
  } else {
    add(checks, "state", Health::healthy, Message("health.state", "{{path}}", {{"path", directory}}));
  }
  add_room(checks, directory);
  return checks;
}

Checks check_storage(const Config& config) {
  Checks checks;
  const auto storage = open_storage(config);
  storage->has("objectos.health");
  const std::string backend = storage->backend().name();
  if (!sqlite_file_of(config, "storage")) {
    add(checks, "storage", Health::healthy,
        Message("health.reached", "{{backend}} answers", {{"backend", backend}}));
    return checks;
  }
  const sqlite::FileFacts facts = facts_of(config, "storage");
  add(checks, "storage", Health::healthy,
      Message("health.storage", "{{backend}}, {{size}}, keys: {{keys}}, expired among them: {{expired}}",
              {{"backend", backend},
               {"keys", facts.rows},
               {"expired", facts.expired},
               {"size", format_size(facts.bytes)}}));
  add_file(checks, config, "storage", facts);
  return checks;
}

Checks check_cache(const Config& config) {
  Checks checks;
  const CacheStats stats = open_cache(config)->stats();
  const sqlite::FileFacts facts = facts_of(config, "cache");
  const std::string limit = stats.limits.max_size == 0 ? "-" : std::to_string(stats.limits.max_size);
  add(checks, "cache", Health::healthy,
      Message("health.cache",
              "{{backend}}, {{bytes}}, entries: {{size}} of at most {{limit}}, hit rate: {{rate}}",
              {{"backend", stats.backend},
               {"size", stats.size},
               {"limit", limit},
               {"bytes", format_size(stats.bytes)},
               {"rate", stats.hits + stats.misses == 0 ? "-" : percent_text(stats.hit_rate())}}));
  add_file(checks, config, "cache", facts);
  return checks;
}

Checks check_metrics(const Config& config) {
  Checks checks;
  const auto metrics = open_metrics(config);
  if (!metrics->options().enabled) {
    add(checks, "metrics", Health::healthy, Message("health.metrics_off", "switched off by metrics.enabled"));
    return checks;
  }
  std::size_t families = 0, series = 0;
  for (const auto& [family, count] : metrics->families()) ++families, series += count;
  add(checks, "metrics", Health::healthy,
      Message("health.metrics", "{{backend}}, metrics: {{families}}, series: {{series}}",
              {{"backend", metrics->store().name()}, {"families", families}, {"series", series}}));
  add_file(checks, config, "metrics", facts_of(config, "metrics"));
  const std::vector<AlertRule> rules = alert_rules(config);
  if (rules.empty()) return checks;
  std::size_t firing = 0;
  std::string names;
  for (const Alert& alert : Alerts(metrics, rules).list()) {
    if (alert.state != AlertState::firing) continue;
    if (++firing <= 3) names += (names.empty() ? "" : ", ") + alert.name;
  }
  if (firing == 0) {
    add(checks, "alerts", Health::healthy,
        Message("health.alerts", "none fires, rules: {{count}}", {{"count", rules.size()}}));
  } else {
    add(checks, "alerts", Health::degraded,
        Message("health.firing", "{{count}} firing: {{names}}",
                {{"count", firing}, {"names", names + (firing > 3 ? ", …" : "")}}),
        "objectos metrics alerts list");
  }
  return checks;
}

Checks check_notification(const Config& config) {
  Checks checks;
  const auto queue = open_notification(config);
  const QueueCounts counts = queue->queue_status();
  const std::uint64_t waiting = counts.of(DeliveryState::queued) + counts.of(DeliveryState::sending) +
                                counts.of(DeliveryState::retrying);
  add(checks, "notification", Health::healthy,
      Message("health.notification", "{{backend}}, messages waiting: {{waiting}}, sent: {{sent}}",
              {{"backend", queue->queue().name()},
               {"waiting", waiting},
               {"sent", counts.of(DeliveryState::sent)}}));
  const std::int64_t age = queue->queue().now_ms() - counts.oldest;
  if (counts.oldest != 0 && age >= late_ms) {
    add(checks, "notification.late", Health::degraded,
        Message("health.late", "the oldest message has waited since {{time}}",
                {{"time", format_time(counts.oldest)}}),
        "objectos notify flush");
  }
  for (const DeliveryState state : {DeliveryState::dead, DeliveryState::unknown}) {
    if (counts.of(state) == 0) continue;
    const std::string name(delivery_state_name(state));
    add(checks, "notification." + name, Health::degraded,
        Message("health.not_sent", "messages that are {{state}}: {{count}}",
                {{"count", counts.of(state)}, {"state", name}}),
        // What may have arrived is sent again by nobody but a person who has looked.
        std::string("objectos notify queue ") + (state == DeliveryState::dead ? "retry" : "list") +
            " --state " + name);
  }
  for (const DestinationPause& pause : queue->queue().pauses()) {
    if (!pause.is_config) continue;
    add(checks, "notification.paused", Health::degraded,
        Message("health.paused", "nothing goes to {{destination}}: {{reason}}",
                {{"destination", pause.destination}, {"reason", pause.reason}}),
        "objectos notify queue retry --state queued");
  }
  add_file(checks, config, "notification", facts_of(config, "notification"));
  return checks;
}

bool can_be_read(const std::string& path) {
  try {
    return !i18n::TranslationFile::read(path)->is_broken();
  } catch (const Error&) {
    return false;
  }
}

Checks check_i18n(const Config& config) {
  Checks checks;
  const std::string directory = config.string("i18n.locales");
  if (!config.is_set("i18n.locales") && !std::filesystem::exists(directory)) {
    add(checks, "i18n", Health::healthy, Message("health.i18n_none", "there are no translations here"));
    return checks;
  }
  const TranslationDirectory translations(directory);
  const std::vector<std::string> locales = translations.locales();
  std::string faults;
  for (const std::string& locale : locales) {
    for (const auto& file : translations.files(locale)) {
      if (!can_be_read(file.path)) faults += (faults.empty() ? "" : ", ") + file.path;
    }
  }
  if (!faults.empty()) {
    add(checks, "i18n", Health::degraded,
        Message("health.i18n_broken", "cannot be read: {{files}}", {{"files", faults}}),
        "objectos i18n check");
    return checks;
  }
  add(checks, "i18n", Health::healthy,
      Message("health.i18n", "{{path}}, locales: {{count}}",
              {{"path", directory}, {"count", locales.size()}}));
  return checks;
}

/// Loads them, as serve would, and starts none.
Checks check_plugins(const Config& config) {
  Checks checks;
  if (!config.is_set("plugins")) return checks;
  ObjectOS os(config);
  os.load_configured_plugins();
  std::string names;
  for (const std::string& name : os.plugins()) names += (names.empty() ? "" : ", ") + name;
  add(checks, "plugins", Health::healthy,
      Message("health.plugins", "can be loaded: {{names}}", {{"names", names.empty() ? "-" : names}}));
  return checks;
}

bool is_on_server(const std::string& service, const Config& config) {
  return std::find(services.begin(), services.end(), service) != services.end() &&
         !sqlite_file_of(config, service);
}

/// The command that mends what an error says, or shows where it was set up; empty if there is none.
std::string fix_of(const Error& error, const std::string& name, const Config& config) {
  const std::string hint = error.hint().text();
  if (hint.starts_with("chmod ")) return hint;
  if (error.code() == Errc::usage) return "objectos config check";
  if (is_on_server(name, config)) return "objectos config show --origin";
  if (error.code() == Errc::data && name != "plugins") return "objectos storage restore FILE";
  return {};
}

/// What an error says is the finding.
Checks guarded(const std::string& name, const Config& config, const std::function<Checks()>& check) {
  try {
    return check();
  } catch (const Error& error) {
    const std::string fix = fix_of(error, name, config);
    const std::string hint = error.hint().text();
    const std::string reason = error.what() + std::string(hint == fix || hint.empty() ? "" : "; " + hint);
    return {{name, Health::unhealthy, Message("health.error", "{{reason}}", {{"reason", reason}}), fix}};
  } catch (const std::exception& error) {
    return {{name, Health::unhealthy, Message("health.error", "{{reason}}", {{"reason", error.what()}})}};
  }
}

}  // namespace

std::string_view health_name(Health health) noexcept {
  switch (health) {
    case Health::healthy: return "healthy";
    case Health::degraded: return "degraded";
    default: return "unhealthy";
  }
}

Health StatusReport::health() const noexcept {
  Health worst = Health::healthy;
  for (const StatusCheck& check : checks) worst = std::max(worst, check.health);
  return worst;
}

StatusReport check_status(const Config& config, PluginCheck plugins) {
  std::vector<std::pair<const char*, Checks (*)(const Config&)>> all = {
      {"state", check_directory}, {"storage", check_storage},           {"cache", check_cache},
      {"metrics", check_metrics}, {"notification", check_notification}, {"i18n", check_i18n}};
  if (plugins == PluginCheck::load) all.emplace_back("plugins", check_plugins);
  // Side by side: backends that hang are waited for once.
  std::vector<std::future<Checks>> under_way;
  for (const auto& [name, check] : all) {
    under_way.push_back(std::async(std::launch::async, [&config, name = std::string(name), check = check] {
      return guarded(name, config, [&] { return check(config); });
    }));
  }
  StatusReport report;
  for (auto& checks : under_way) {
    for (StatusCheck& check : checks.get()) {
      // What is wrong with the directory is wrong with every file in it, and said once.
      const bool is_known = !report.checks.empty() && report.checks[0].health == Health::unhealthy &&
                            check.message.text() == report.checks[0].message.text();
      if (!is_known) report.checks.push_back(std::move(check));
    }
  }
  return report;
}

void append_status_json(std::string& out, const StatusReport& report) {
  out.append("{\"status\":").append(json::quoted(health_name(report.health()))).append(",\"checks\":[");
  for (const StatusCheck& check : report.checks) {
    if (&check != &report.checks.front()) out += ',';
    out.append("{\"name\":")
        .append(json::quoted(check.name))
        .append(",\"status\":")
        .append(json::quoted(health_name(check.health)));
    out.append(",\"message\":").append(json::quoted(check.message.text()));
    out.append(",\"fix\":").append(check.fix.empty() ? "null" : json::quoted(check.fix)).append("}");
  }
  out.append("]}");
}

}  // namespace objectos
