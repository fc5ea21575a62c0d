// What a push is made of, for tests.
#pragma once

#include <string>

#include "objectos/clock.hpp"
#include "objectos/metrics_push.hpp"

namespace objectos::metrics {

/// Where and how long a push waits; made to be faked.
struct Pause {
  virtual ~Pause();
  virtual SteadyPoint now() const;
  virtual void sleep(Millis time);
};

/// `/metrics/job/nightly/instance/a`; in base64 what a path has no room for.
std::string push_path(const MetricsPush& push);

int push(const Metrics& metrics, HttpClient& http, const MetricsPush& push, Pause& pause);

}  // namespace objectos::metrics
