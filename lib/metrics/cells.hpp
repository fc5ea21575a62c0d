// What handles record into, until it is flushed.
#pragma once

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "metrics/thread_slot.hpp"
#include "objectos/metrics_store.hpp"

namespace objectos::metrics {

/// One `Part` for each thread that came by, on a cache line of its own.
template <class Part>
class PartByThread {
 public:
  ~PartByThread() {
    for (std::atomic<Part*>& part : parts_) delete part.load(std::memory_order_relaxed);
  }
  Part& at(unsigned slot) {
    Part* part = parts_[slot].load(std::memory_order_acquire);
    return part ? *part : make(slot);
  }
  template <class Visit>
  void each(Visit visit) {
    for (std::atomic<Part*>& part : parts_) {
      if (Part* present = part.load(std::memory_order_acquire)) visit(*present);
    }
  }

 private:
  Part& make(unsigned slot) {
    auto made = std::make_unique<Part>();
    Part* present = nullptr;
    // Only of the shared slot there can be two makers.
    if (parts_[slot].compare_exchange_strong(present, made.get(), std::memory_order_acq_rel))
      return *made.release();
    return *present;
  }
  std::array<std::atomic<Part*>, slots> parts_{};
};

/// A sum that only grows: each thread has its own, and what was flushed is remembered beside it.
class CounterCells {
 public:
  void add(double by) {
    const unsigned slot = thread_slot();
    std::atomic<double>& sum = parts_.at(slot).sum;
    if (slot != shared_slot) [[likely]] {
      sum.store(sum.load(std::memory_order_relaxed) + by, std::memory_order_relaxed);
    } else {
      double present = sum.load(std::memory_order_relaxed);
      while (!sum.compare_exchange_weak(present, present + by, std::memory_order_relaxed)) {
      }
    }
  }
  double sum();

 private:
  struct alignas(64) Part {
    std::atomic<double> sum{0};
  };
  PartByThread<Part> parts_;
};

/// The last value that was set, and what was added since.
class GaugeCell {
 public:
  struct Pending {
    bool is_set = false;
    bool is_added_to = false;
    double value = 0;
  };
  void set(double value);
  void add(double by);
  Pending take();
  /// Puts back what could not be stored, as if it had come before all else.
  void put_back(const Pending& earlier);

 private:
  std::mutex mutex_;
  Pending pending_;
};

/// Cells by bucket and slot, found by hashing.
class CellTable {
 public:
  CellTable();
  void add(int bucket, int slot, double value);
  /// Ordered by bucket and slot; the table is empty then.
  std::vector<HistogramCell> take();

 private:
  HistogramCell& place(int bucket, int slot);
  void grow();
  std::vector<HistogramCell> cells_;  // a power of two of them; a count of 0: free
  std::size_t used_ = 0;
};

class HistogramCells {
 public:
  explicit HistogramCells(std::vector<double> bounds) : bounds_(std::move(bounds)) {}
  /// `value` is not NaN.
  void observe(double value);
  /// What came since the last call, ordered by bucket and slot.
  std::vector<HistogramCell> take();

 private:
  /// Taken by a thread for its own part, and by who takes it: hardly ever at the same time.
  struct alignas(64) Part {
    std::atomic<bool> is_locked{false};
    CellTable table;
  };
  class Lock;
  const std::vector<double> bounds_;
  PartByThread<Part> parts_;
};

}  // namespace objectos::metrics
