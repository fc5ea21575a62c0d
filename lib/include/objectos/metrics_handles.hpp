// Metrics that a program uses often: looked up once, then used for a few nanoseconds each.
//
//   const objectos::CounterHandle requests = metrics->counter("http.requests.total", {{"code", "200"}});
//   requests.increment();
//
// What is recorded through a handle stays in this process until Metrics::flush(). That is what each read,
// export, reset and removal of the same Metrics does first, what its end does, and what MetricsPlugin does
// once a second; other processes see it from then on. A process that is killed loses what was not flushed:
// where every use counts, use the members of Metrics.
//
// Copies of a handle, and handles that were asked for with the same name and labels, are one. Handles may
// outlive their Metrics; what they record then goes nowhere. Thread safe, and without a lock that another
// thread could hold for long. A read sees everything that happened before it; of what happens at the same
// time, perhaps some.
#pragma once

#include <memory>

#include "objectos/api.hpp"

namespace objectos {

namespace metrics {
class CounterCells;
class GaugeCell;
class HistogramCells;
}  // namespace metrics

class OBJECTOS_API CounterHandle {
 public:
  explicit CounterHandle(std::shared_ptr<metrics::CounterCells> cells);
  CounterHandle(const CounterHandle&);
  CounterHandle& operator=(const CounterHandle&);
  ~CounterHandle();
  /// Error(usage) unless `by` is finite and not negative.
  void increment(double by = 1) const;

 private:
  std::shared_ptr<metrics::CounterCells> cells_;
};

class OBJECTOS_API GaugeHandle {
 public:
  explicit GaugeHandle(std::shared_ptr<metrics::GaugeCell> cell);
  GaugeHandle(const GaugeHandle&);
  GaugeHandle& operator=(const GaugeHandle&);
  ~GaugeHandle();
  void set(double value) const;
  void increment(double by = 1) const;
  void decrement(double by = 1) const;

 private:
  std::shared_ptr<metrics::GaugeCell> cell_;
};

class OBJECTOS_API HistogramHandle {
 public:
  explicit HistogramHandle(std::shared_ptr<metrics::HistogramCells> cells);
  HistogramHandle(const HistogramHandle&);
  HistogramHandle& operator=(const HistogramHandle&);
  ~HistogramHandle();
  /// Error(usage) for NaN.
  void observe(double value) const;

 private:
  std::shared_ptr<metrics::HistogramCells> cells_;
};

}  // namespace objectos
