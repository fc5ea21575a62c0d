// Stores behind a real server, for the storage suite. tests/run.sh starts the servers that a test file names in a
// line `// servers: …`, and says where they are in the environment.
#pragma once

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
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
  const std::string file = server("OBJECTOS_TEST_CLOCK");
  std::ofstream(file + ".new") << ms << '\n';
  if (std::rename((file + ".new").c_str(), file.c_str()) != 0) throw std::runtime_error("rename " + file);
}

/// The store behind a URL. Each test case has keys of its own there.
struct ServerStore : StoreFixture {
  explicit ServerStore(std::string url) : url_(std::move(url)) {
    set_server_clock(clock.now);
    clock.now.moved = set_server_clock;
  }
  std::shared_ptr<objectos::Storage> open() override { return objectos::open_storage(url_, config_); }

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
