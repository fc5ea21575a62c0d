// Whether the services can be used.
#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

#include "objectos/clock.hpp"
#include "objectos/http_server.hpp"

namespace objectos::http {

struct ServiceState {
  std::string name;
  bool is_healthy = true;
  double response_ms = 0;
  std::string message;  ///< why not
};

/// Thread safe. Whoever asks within a second of the last look gets what it saw; a look that takes longer than
/// a second is not waited for: what it has not seen yet counts as out of reach. Logs what has changed since
/// the last look.
class ServiceHealth {
 public:
  explicit ServiceHealth(const HttpServices& services) : services_(services) {}
  std::vector<ServiceState> look();

 private:
  std::vector<ServiceState> look_now() const;
  const HttpServices& services_;
  std::mutex mutex_;
  std::condition_variable done_;
  bool is_looking_ = false;
  SteadyPoint began_{};
  SteadyPoint seen_at_{};
  std::vector<ServiceState> seen_;
};

}  // namespace objectos::http
