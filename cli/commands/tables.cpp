#include "commands/tables.hpp"

namespace objectos::cli {
namespace {

constexpr Option globals[] = {
    {"--state-dir", 0, "DIR", "keep state in DIR", nullptr, Live::file},
    {"--config", 0, "FILE", "read this configuration file", nullptr, Live::file},
    {"--storage-url", 0, "URL", "the store to use: memory:, sqlite:PATH, redis://..., env:NAME"},
    {"--cache-url", 0, "URL", "the cache to use: memory:, sqlite:PATH, redis://..., env:NAME"},
    {"--metrics-url", 0, "URL", "the store of metrics to use: memory:, sqlite:PATH, redis://..., env:NAME"},
    {"--notification-url", 0, "URL", "the queue of messages to use: sqlite:PATH, redis://..., env:NAME"},
    {"--json", 0, nullptr, "print JSON: one document, or a line per item for lists"},
    {"--quiet", 'q', nullptr, "print no messages but errors"},
    {"--verbose", 'v', nullptr, "more messages on stderr; twice: still more", nullptr, Live::none, true},
    {"--color", 0, "WHEN", "when to use colour: auto, always or never", "auto|always|never"},
    {"--lang", 0, "TAG", "language of messages, such as en or zh", nullptr, Live::language},
    {"--timeout", 0, "DURATION", "end the whole command after this time, with exit status 4"},
    {"-h", 0, nullptr, "short help"},
    {"--help", 0, nullptr, "full help"},
    {"--version", 0, nullptr, "version; with --json also of modules and libraries"},
};

}  // namespace

std::span<const Option> global_options() {
  return globals;
}

std::span<const Group> groups() {
  // Made on first use: the order of initialisation across files is not defined.
  static const Group all[] = {storage_group,     cache_group,      metrics_group,      i18n_group,
                              notify_group,      lock_group,       ratelimit_group,    flag_group,
                              session_group,     serve_group,      batch_group,        status_group,
                              config_group,      completion_group, internal_groups[0], internal_groups[1],
                              internal_groups[2]};
  return all;
}

const Group* find_group(std::string_view name) {
  for (const Group& group : groups()) {
    if (name == group.name) return &group;
  }
  return nullptr;
}

}  // namespace objectos::cli
