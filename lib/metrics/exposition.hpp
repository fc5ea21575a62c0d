// Families and series as text, a few at a time.
#pragma once

#include <memory>

#include "objectos/metrics.hpp"

namespace objectos::metrics {

class Writer : public MetricsVisitor {
 public:
  /// Writes the last family and the end.
  virtual void finish() = 0;
};

/// `options` and `sink` must outlive it.
std::unique_ptr<Writer> make_writer(MetricsFormat format, MetricsEscaping escaping,
                                    const MetricsOptions& options, const MetricsSink& sink);
std::unique_ptr<Writer> make_json_writer(const MetricsOptions& options, const MetricsSink& sink);

/// The default labels that apply to a family: those whose exported name is none of its own.
Labels default_labels_for(const MetricFamily& family, const MetricsOptions& options);

}  // namespace objectos::metrics
