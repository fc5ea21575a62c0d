// What a command's function gets: its words, the services, the place for its result.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "command.hpp"
#include "console.hpp"
#include "objectos/cache.hpp"
#include "objectos/config.hpp"
#include "objectos/error.hpp"
#include "objectos/metrics.hpp"
#include "objectos/notification.hpp"
#include "objectos/storage.hpp"

namespace objectos::cli {

/// Options given in front of everything, and what is opened on demand; one for the whole process, shared by
/// the lines of a batch.
class Session {
 public:
  Console console;
  std::string lang;         ///< --lang
  std::string config_file;  ///< --config
  std::string state_dir;    ///< --state-dir
  std::string storage_url;  ///< --storage-url
  std::string cache_url;    ///< --cache-url
  std::string metrics_url;  ///< --metrics-url
  std::string notification_url;  ///< --notification-url
  bool json = false;
  bool quiet = false;
  int verbose = 0;
  bool in_batch = false;
  std::chrono::steady_clock::time_point begin = std::chrono::steady_clock::now();  ///< of the process, nearly

  /// Takes the global options out of a command's words; Error(usage) for bad ones. A line of a batch may only
  /// ask for what does not touch the process (`--json` has no effect there).
  void apply(const Args& args);
  const Config& config();
  /// The configured store, without a scope.
  Storage& storage();
  /// The configured cache, without a scope.
  Cache& cache();
  /// The configured metrics.
  Metrics& metrics() { return *shared_metrics(); }
  const std::shared_ptr<Metrics>& shared_metrics();
  /// The configured notification service.
  Notification& notification();
  /// Says goodbye to servers that were used: the process ends without destructors.
  void close_notification() { notification_.reset(); }
  /// Uses the store of a running kernel instead of one of its own.
  void use(std::shared_ptr<Storage> storage) { storage_ = std::move(storage); }

 private:
  std::unique_ptr<Config> config_;
  std::shared_ptr<Storage> storage_;
  std::shared_ptr<Cache> cache_;
  std::shared_ptr<Metrics> metrics_;
  std::shared_ptr<Notification> notification_;
};

class Call {
 public:
  Call(const Command& row, Args words, Session& process, Output& result)
      : command(row), args(std::move(words)), session(process), out(result) {}

  const Command& command;
  Args args;
  Session& session;
  Output& out;

  /// The store, and the cache, in the scope that --scope names.
  Storage storage();
  Cache cache();
  /// The name that --scope gives, empty without it. Error(usage) begins with the option.
  std::string scope() const;

  // Typed options. Error(usage) begins with the option's name.
  std::optional<Millis> duration(std::string_view option) const;
  std::optional<std::size_t> count(std::string_view option) const;
  /// If `word`, which the help calls `name`, stands for standard input: Error(usage) in a batch, which has
  /// its commands there; a person at a terminal is told that they are to type it.
  void check_input(std::string_view word, std::string_view name) const;
  Glob pattern(std::size_t positional) const;  ///< everything if it is not given

  /// Before something is destroyed: true if --yes was given or a person said yes; false if they said no.
  /// Error(usage) if nobody can be asked.
  bool confirmed(std::string_view question) const;

  /// A value as the output mode wants it, with a newline.
  void print_value(const Value& value);
  /// A key, safe for a terminal.
  std::string shown(std::string_view text) const;
};

/// Error(usage) for a URL with a password in it: on the command line everybody who can list processes sees
/// it.
void refuse_password(const std::string& option, std::string_view url);

/// The URL that an option's value stands for: `env:NAME` and `file:PATH` keep it off the command line.
/// Error(usage) for a password in the value itself.
std::string url_option(const std::string& option, const std::string& text);

}  // namespace objectos::cli
