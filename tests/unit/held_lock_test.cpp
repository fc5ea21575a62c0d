// A lock that is held by a process: kept, lost, given back.
#include <atomic>
#include <chrono>
#include <thread>

#include "catch.hpp"
#include "objectos/lock.hpp"
#include "patterns/kernel_lock.hpp"
#include "scratch.hpp"

using namespace objectos;

namespace {

struct Place {
  Scratch scratch;
  std::shared_ptr<StorageBackend> backend = memory_storage();
  Lock lock() {
    return Lock(Storage(backend), {.scope = {}, .directory = scratch.path("locks"), .place = {}});
  }
};

LockTerms lease(std::int64_t ms) {
  return {.ttl = Millis(ms), .command = {}};
}

/// Polls, at most ten seconds.
template <class Condition>
bool comes_true(Condition condition) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return true;
}

}  // namespace

TEST_CASE("a held lock is given back when it is destroyed", "[lock]") {
  Place place;
  Lock lock = place.lock();
  {
    const auto held = lock.hold("job", lease(60'000));
    REQUIRE(held);
    CHECK(held->left() > Millis(50'000));
    CHECK_FALSE(held->is_lost());
    CHECK(held->kernel_lock() >= 0);
    CHECK_FALSE(lock.hold("job", lease(60'000)));
    CHECK_FALSE(place.lock().acquire("job", lease(60'000)));
  }
  const auto again = lock.hold("job", lease(60'000));
  REQUIRE(again);
  CHECK(again->release());
  CHECK_FALSE(again->release());
  CHECK(lock.info("job").empty());
}

TEST_CASE("a held lock is renewed", "[lock]") {
  Place place;
  Lock lock = place.lock();
  const auto held = lock.hold("job", lease(90));
  REQUIRE(held);
  const std::int64_t first = lock.info("job")[0].expires_at;
  CHECK(comes_true([&] { return lock.info("job")[0].expires_at > first + 200; }));
  CHECK_FALSE(held->is_lost());
}

TEST_CASE("a holder hears that its lock is lost", "[lock]") {
  Place place;
  Lock lock = place.lock();
  const auto held = lock.hold("job", lease(90), false);
  REQUIRE(held);
  std::atomic<bool> told{false};
  held->keep([&] { told = true; });
  CHECK(lock.release("job", held->token()));
  CHECK(comes_true([&] { return told.load(); }));
  CHECK(held->is_lost());
  CHECK(held->left() < Millis(0));
  CHECK_FALSE(held->release());
}

TEST_CASE("a lock without a directory is kept by its lease alone", "[lock]") {
  Lock lock{Storage(memory_storage())};
  const auto held = lock.hold("job", lease(60'000));
  REQUIRE(held);
  CHECK(held->kernel_lock() == -1);
  CHECK_FALSE(lock.hold("job", lease(60'000)));
}

TEST_CASE("the kernel tells who lives", "[lock]") {
  Scratch scratch;
  const std::string path = scratch.path("lock");
  auto lock = KernelLock::try_take(path);
  REQUIRE(lock);
  const std::string identity = lock->identity();
  CHECK_FALSE(KernelLock::try_take(path));
  CHECK(liveness(path, identity) == Liveness::alive);
  CHECK(liveness(path, identity + "0") == Liveness::unknown);
  CHECK(liveness(scratch.path("other"), identity) == Liveness::unknown);
  lock->release();
  CHECK(liveness(path, identity) == Liveness::unknown);  // the file is gone
  CHECK(KernelLock::try_take(path));
}
