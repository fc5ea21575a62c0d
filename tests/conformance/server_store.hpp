// Stores behind a real server, for the storage suite. tests/run.sh starts the servers that a test file names in a
// line `// servers: …`, and says where they are in the environment.
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <stdexcept>
#include <string>

#include "objectos/config.hpp"
#include "objectos/storage.hpp"
#include "storage_suite.hpp"

namespace conformance {

inline std::string server(const char* variable) {
  const char* url = std::getenv(variable);
  if (!url) throw std::runtime_error(std::string(variable) + " is not set: run this by tests/run.sh");
  return url;
}

/// The servers' wall clock is the test's.
inline void set_server_clock(std::int64_t ms) {
  // In place, in one write, and twice: see tools/clock_shim.c.
  const std::string line = std::to_string(ms) + ' ' + std::to_string(ms) + '\n';
  static const int file = ::open(server("OBJECTOS_TEST_CLOCK").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (::pwrite(file, line.data(), line.size(), 0) != static_cast<ssize_t>(line.size()))
    throw std::runtime_error("cannot set the servers' clock");
}

/// The store behind a URL. Each test case has keys of its own there.
struct ServerStore : StoreFixture {
  explicit ServerStore(std::string url) : url_(std::move(url)) {
    set_server_clock(clock.now);
    clock.now.moved = set_server_clock;
  }
  /// What is left makes the scans of the cases that follow slower.
  ~ServerStore() override {
    try {
      open()->remove_matching(objectos::Glob());
    } catch (const std::exception&) {
      // The case has already failed of it.
    }
  }
  ServerStore(const ServerStore&) = delete;
  ServerStore& operator=(const ServerStore&) = delete;
  std::shared_ptr<objectos::Storage> open() final { return objectos::open_storage(url_, config_); }

 protected:
  /// Different in every process and case.
  static std::string unique_name() {
    static int count = 0;
    return "t" + std::to_string(::getpid()) + "_" + std::to_string(count++);
  }
  std::string url_;
  objectos::Config config_;
};

}  // namespace conformance
