// Real servers for the suites. tests/run.sh starts those that a test file names in a line `// servers: …`, and says where
// they are in the environment.
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string>

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

/// Different in every process and case.
inline std::string unique_name() {
  static int count = 0;
  return "t" + std::to_string(::getpid()) + "_" + std::to_string(count++);
}

}  // namespace conformance
