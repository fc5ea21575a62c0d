// Metrics on their way to a Prometheus Pushgateway, which keeps what is pushed until the next push.
#pragma once

#include <string>

#include "objectos/api.hpp"
#include "objectos/http_client.hpp"
#include "objectos/metrics.hpp"

namespace objectos {

struct MetricsPush {
  enum class Method {
    put,   ///< replaces everything that the group has
    post,  ///< replaces families of the same name, leaves the others
  };
  HttpUrl gateway;  ///< where its pages begin: http://host:9091
  std::string job;
  Labels group{};  ///< further grouping labels, without `job`
  Method method = Method::put;
  Millis limit{10'000};           ///< all tries together
  Millis connect_timeout{2'000};  ///< of one try
  Millis answer_timeout{5'000};   ///< of one try, and a second more for each megabyte
};

/// Sends everything that there is, in text 0.0.4 without time stamps. Returns the answer's status, 200 or
/// 202.
///
/// Tried again, later and later, when the Pushgateway cannot be reached, hangs or answers 5xx, while there is
/// time: the same state twice is the same as once. Labels of the group that are also default labels win;
/// Error(data) if a series has one of them (or `job`) with another value, for the Pushgateway would overwrite
/// it. Error(usage) for an empty job, for illegal names of labels and for `job` among them. What it answered:
/// Error(data) for 400, 413 and 422, denied for 401, 403 and 407, unavailable for the rest; else what
/// HttpClient throws.
OBJECTOS_API int push_metrics(const Metrics& metrics, HttpClient& http, const MetricsPush& push);

}  // namespace objectos
