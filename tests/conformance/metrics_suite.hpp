// One suite for every store of metrics. A store joins with one struct and one line:
//
//   struct RedisMetrics : MetricsFixture {
//     static constexpr const char* name = "redis";
//     std::shared_ptr<MetricsStore> open() override;  // empty at the first call
//   };
//   METRICS_SUITE(RedisMetrics)
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "catch.hpp"
#include "objectos/metrics.hpp"

namespace conformance {

/// One store for one test case.
struct MetricsFixture {
  virtual ~MetricsFixture() = default;
  /// An instance over the store. Where processes share the store, every call gives one of its own.
  virtual std::shared_ptr<objectos::MetricsStore> open() = 0;
};

struct MetricsCase {
  std::string name;
  void (*run)(MetricsFixture&);
};
const std::vector<MetricsCase>& metrics_cases();

/// What Catch calls: it holds the fixture's type and the case, and makes a fresh store for it.
template <class Fixture>
class MetricsInvoker final : public Catch::ITestInvoker {
 public:
  explicit MetricsInvoker(void (*run)(MetricsFixture&)) : run_(run) {}
  void invoke() const override {
    Fixture fixture;
    run_(fixture);
  }

 private:
  void (*run_)(MetricsFixture&);
};

template <class Fixture>
bool register_metrics_suite(const Catch::SourceLineInfo& place) {
  for (const MetricsCase& test : metrics_cases()) {
    const std::string name = std::string("metrics in ") + Fixture::name + ": " + test.name;
#if CATCH_VERSION_MAJOR >= 3
    Catch::AutoReg(Catch::Detail::make_unique<MetricsInvoker<Fixture>>(test.run), place, {},
                   {name, "[metrics]"});
#else
    // Catch counts the references and deletes the invoker itself.
    Catch::AutoReg(new MetricsInvoker<Fixture>(test.run), place, {}, {name, "[metrics]"});
#endif
  }
  return true;
}

}  // namespace conformance

#define METRICS_SUITE(Fixture)                   \
  static const bool metrics_suite_of_##Fixture = \
      conformance::register_metrics_suite<Fixture>(CATCH_INTERNAL_LINEINFO);
