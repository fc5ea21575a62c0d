// The metrics suite on what needs no server.
#include "metrics_suite.hpp"
#include "scratch.hpp"
#include "sqlite/metrics_store.hpp"

namespace {

using namespace objectos;

struct MemoryMetrics : conformance::MetricsFixture {
  static constexpr const char* name = "memory";
  std::shared_ptr<MetricsStore> open() override { return store_; }

 private:
  std::shared_ptr<MetricsStore> store_ = memory_metrics();
};

struct SqliteMetrics : conformance::MetricsFixture {
  static constexpr const char* name = "sqlite";
  std::shared_ptr<MetricsStore> open() override {
    return sqlite::metrics({.path = scratch_.path("metrics.db")});
  }

 private:
  Scratch scratch_;
};

METRICS_SUITE(MemoryMetrics)
METRICS_SUITE(SqliteMetrics)

}  // namespace
