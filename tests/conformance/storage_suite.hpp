// One suite for every storage backend. A backend joins with one struct and one line:
//
//   struct RedisStore : StoreFixture {
//     static constexpr const char* name = "redis";
//     static constexpr Capabilities can = {.transactional = false, .injected_clock = false, .shared = true};
//     std::shared_ptr<Storage> open() override;  // empty at the first call
//   };
//   STORAGE_SUITE(RedisStore)
//
// A case that needs what the backend cannot do is not registered for it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "catch.hpp"
#include "manual_clock.hpp"
#include "objectos/storage.hpp"

namespace conformance {

struct Capabilities {
  bool transactional = false;   ///< begin(Access::atomic) is all or nothing
  bool injected_clock = false;  ///< `clock` is the store's
  bool shared = false;          ///< every open() is an instance of its own over the same data
  bool snapshot = false;        ///< begin(Access::read) is a stable view
};

/// One store for one test case.
struct StoreFixture {
  virtual ~StoreFixture() = default;
  /// An instance over the store, which is empty when the case begins.
  virtual std::shared_ptr<objectos::Storage> open() = 0;
  ManualClock clock;
  /// How long after the instant of its end an entry is still there. Redis takes a millisecond's end for it.
  std::int64_t grace_ms = 0;
};

struct StorageCase {
  std::string name;
  void (*run)(StoreFixture&);
  Capabilities needs;
};
const std::vector<StorageCase>& storage_cases();

inline bool suffices(const Capabilities& can, const Capabilities& needs) {
  return (can.transactional || !needs.transactional) && (can.injected_clock || !needs.injected_clock) &&
         (can.shared || !needs.shared) && (can.snapshot || !needs.snapshot);
}

/// What Catch calls: it holds the fixture's type and the case, and makes a fresh store for it.
template <class Fixture>
class StorageInvoker final : public Catch::ITestInvoker {
 public:
  explicit StorageInvoker(void (*run)(StoreFixture&)) : run_(run) {}
  void invoke() const override {
    Fixture fixture;
    run_(fixture);
  }

 private:
  void (*run_)(StoreFixture&);
};

template <class Fixture>
bool register_storage_suite(const Catch::SourceLineInfo& place) {
  for (const StorageCase& test : storage_cases()) {
    if (!suffices(Fixture::can, test.needs)) continue;
    const std::string name = std::string(Fixture::name) + ": " + test.name;
#if CATCH_VERSION_MAJOR >= 3
    Catch::AutoReg(Catch::Detail::make_unique<StorageInvoker<Fixture>>(test.run), place, {},
                   {name, "[storage]"});
#else
    // Catch counts the references and deletes the invoker itself.
    Catch::AutoReg(new StorageInvoker<Fixture>(test.run), place, {}, {name, "[storage]"});
#endif
  }
  return true;
}

}  // namespace conformance

// The place is the including file's: run.sh picks test cases by file.
#define STORAGE_SUITE(Fixture)                   \
  static const bool storage_suite_of_##Fixture = \
      conformance::register_storage_suite<Fixture>(CATCH_INTERNAL_LINEINFO);
