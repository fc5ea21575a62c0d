#include "metrics/cells.hpp"

#include <algorithm>
#include <thread>

#include "metrics/buckets.hpp"

namespace objectos::metrics {

double CounterCells::sum() {
  double sum = 0;
  parts_.each([&](Part& part) { sum += part.sum.load(std::memory_order_relaxed); });
  return sum;
}

// ---- gauges -------------------------------------------------------------------------------------------

void GaugeCell::set(double value) {
  const std::lock_guard lock(mutex_);
  pending_ = {true, false, value};
}

void GaugeCell::add(double by) {
  const std::lock_guard lock(mutex_);
  pending_.is_added_to = true;
  pending_.value += by;
}

GaugeCell::Pending GaugeCell::take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(pending_, {});
}

void GaugeCell::put_back(const Pending& earlier) {
  const std::lock_guard lock(mutex_);
  if (pending_.is_set) return;
  pending_ = {earlier.is_set, earlier.is_added_to || pending_.is_added_to, earlier.value + pending_.value};
}

// ---- histograms ---------------------------------------------------------------------------------------

CellTable::CellTable() : cells_(64) {}

HistogramCell& CellTable::place(int bucket, int slot) {
  const std::size_t mask = cells_.size() - 1;
  std::size_t at = static_cast<unsigned>(slot) * 0x9E3779B1U;
  at = (at ^ (at >> 16)) + static_cast<unsigned>(bucket);
  for (;; ++at) {
    HistogramCell& cell = cells_[at & mask];
    if (cell.count == 0 || (cell.slot == slot && cell.bucket == bucket)) return cell;
  }
}

void CellTable::add(int bucket, int slot, double value) {
  HistogramCell& cell = place(bucket, slot);
  if (cell.count == 0) {
    if (used_ + 1 > cells_.size() / 2) {
      grow();
      return add(bucket, slot, value);
    }
    ++used_;
    cell.bucket = bucket;
    cell.slot = slot;
  }
  ++cell.count;
  cell.sum += value;
}

void CellTable::grow() {
  std::vector<HistogramCell> before(cells_.size() * 2);
  before.swap(cells_);
  for (const HistogramCell& cell : before) {
    if (cell.count > 0) place(cell.bucket, cell.slot) = cell;
  }
}

std::vector<HistogramCell> CellTable::take() {
  std::vector<HistogramCell> taken;
  if (used_ == 0) return taken;
  for (HistogramCell& cell : cells_) {
    if (cell.count == 0) continue;
    taken.push_back(cell);
    cell = {};
  }
  used_ = 0;
  std::sort(taken.begin(), taken.end(), [](const auto& a, const auto& b) {
    return a.bucket != b.bucket ? a.bucket < b.bucket : a.slot < b.slot;
  });
  return taken;
}

class HistogramCells::Lock {
 public:
  explicit Lock(Part& part) : part_(part) {
    while (part.is_locked.exchange(true, std::memory_order_acquire)) std::this_thread::yield();
  }
  ~Lock() { part_.is_locked.store(false, std::memory_order_release); }

 private:
  Part& part_;
};

void HistogramCells::observe(double value) {
  const HistogramCell cell = cell_of(bounds_, value);
  Part& part = parts_.at(thread_slot());
  const Lock lock(part);
  part.table.add(cell.bucket, cell.slot, value);
}

std::vector<HistogramCell> HistogramCells::take() {
  std::vector<HistogramCell> all;
  parts_.each([&](Part& part) {
    std::vector<HistogramCell> taken;
    {
      const Lock lock(part);
      taken = part.table.take();
    }
    add_cells(all, taken);
  });
  return all;
}

}  // namespace objectos::metrics
