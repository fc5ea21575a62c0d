// Metrics in Redis. An index, a hash of name → description; and for each family a hash of its series:
//   s            the shape: type, labels, bounds, in a line each
//   v + labels   the value of a counter or gauge
//   t + labels   the sum of a histogram, c + BUCKET:SLOT: + labels how many are in a cell
// All keys have one hash tag: in a Cluster one node holds all metrics, so that changes of several families
// are one step there, too. Nothing is listed by KEYS or SCAN.
#pragma once

#include <memory>

#include "kernel/server_options.hpp"
#include "objectos/metrics_store.hpp"

namespace objectos::redis {

std::shared_ptr<MetricsStore> metrics(ServerOptions options);

}  // namespace objectos::redis
