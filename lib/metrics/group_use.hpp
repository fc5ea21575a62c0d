// One use on its way to the store.
#pragma once

#include <string>
#include <vector>

#include "objectos/metrics.hpp"

namespace objectos {

struct Metrics::Group::Use {
  MetricFamily family;  // as wanted; after a declaration, as it is
  std::string labels;
  MetricChange::Kind kind = MetricChange::Kind::add;
  double value = 0;
  bool wants_value = true;
  std::vector<double> observations;
  std::vector<HistogramCell> cells;  // of a handle, which has put them there already
};

}  // namespace objectos
