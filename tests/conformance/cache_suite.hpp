// One suite for every cache backend. A backend joins with one struct and one line:
//
//   struct RedisCache : CacheFixture {
//     static constexpr const char* name = "cache, redis";
//     static constexpr CacheAbilities can = {.shared = true};
//     std::shared_ptr<CacheBackend> open(const CacheLimits&) override;  // empty at the first call
//   };
//   CACHE_SUITE(RedisCache)
//
// A case that needs what the backend cannot do is not registered for it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "catch.hpp"
#include "manual_clock.hpp"
#include "objectos/cache.hpp"

namespace conformance {

struct CacheAbilities {
  bool shared = false;  ///< every open() is an instance of its own over the same data
  bool exact = false;   ///< evicts exactly what the policy says
};

/// One cache for one test case.
struct CacheFixture {
  virtual ~CacheFixture() = default;
  /// An instance over the cache, which is empty when the case begins.
  virtual std::shared_ptr<objectos::CacheBackend> open(const objectos::CacheLimits& limits) = 0;
  objectos::Cache cache(objectos::CacheLimits limits = {}) {
    limits.policy = policy;
    return objectos::Cache(open(limits));
  }
  ManualClock clock;
  objectos::CachePolicy policy = objectos::CachePolicy::lru;
  /// How long after the instant of its end an entry is still there. Redis takes a millisecond's end for it.
  std::int64_t grace_ms = 0;
};

struct CacheCase {
  std::string name;
  void (*run)(CacheFixture&);
  CacheAbilities needs;
};
const std::vector<CacheCase>& cache_cases();

inline bool suffices(const CacheAbilities& can, const CacheAbilities& needs) {
  return (can.shared || !needs.shared) && (can.exact || !needs.exact);
}

/// What Catch calls: it holds the fixture's type and the case, and makes a fresh cache for it.
template <class Fixture>
class CacheInvoker final : public Catch::ITestInvoker {
 public:
  explicit CacheInvoker(void (*run)(CacheFixture&)) : run_(run) {}
  void invoke() const override {
    Fixture fixture;
    run_(fixture);
  }

 private:
  void (*run_)(CacheFixture&);
};

template <class Fixture>
bool register_cache_suite(const Catch::SourceLineInfo& place) {
  for (const CacheCase& test : cache_cases()) {
    if (!suffices(Fixture::can, test.needs)) continue;
    const std::string name = std::string(Fixture::name) + ": " + test.name;
#if CATCH_VERSION_MAJOR >= 3
    Catch::AutoReg(Catch::Detail::make_unique<CacheInvoker<Fixture>>(test.run), place, {}, {name, "[cache]"});
#else
    // Catch counts the references and deletes the invoker itself.
    Catch::AutoReg(new CacheInvoker<Fixture>(test.run), place, {}, {name, "[cache]"});
#endif
  }
  return true;
}

}  // namespace conformance

// The place is the including file's: run.sh picks test cases by file.
#define CACHE_SUITE(Fixture) \
  static const bool cache_suite_of_##Fixture = conformance::register_cache_suite<Fixture>(CATCH_INTERNAL_LINEINFO);
