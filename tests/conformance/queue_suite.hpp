// One suite for every queue of messages, and for what Notification makes of one. A queue joins with one
// struct and one line:
//
//   struct RedisQueue : QueueFixture { … };
//   QUEUE_SUITE(RedisQueue)
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "catch.hpp"
#include "objectos/notification.hpp"

namespace conformance {

/// One queue for one test case.
struct QueueFixture {
  virtual ~QueueFixture() = default;
  /// An instance over the queue, as another process would have one.
  virtual std::shared_ptr<objectos::NotificationQueue> open() = 0;
  /// Time passes, for the queue.
  virtual void pass(objectos::Millis time) = 0;
};

struct QueueCase {
  std::string name;
  void (*run)(QueueFixture&);
};
const std::vector<QueueCase>& queue_cases();

/// What Catch calls: it holds the fixture's type and the case, and makes a fresh queue for it.
template <class Fixture>
class QueueInvoker final : public Catch::ITestInvoker {
 public:
  explicit QueueInvoker(void (*run)(QueueFixture&)) : run_(run) {}
  void invoke() const override {
    Fixture fixture;
    run_(fixture);
  }

 private:
  void (*run_)(QueueFixture&);
};

template <class Fixture>
bool register_queue_suite(const Catch::SourceLineInfo& place) {
  for (const QueueCase& test : queue_cases()) {
    const std::string name = std::string("queue in ") + Fixture::name + ": " + test.name;
#if CATCH_VERSION_MAJOR >= 3
    Catch::AutoReg(Catch::Detail::make_unique<QueueInvoker<Fixture>>(test.run), place, {}, {name, "[queue]"});
#else
    // Catch counts the references and deletes the invoker itself.
    Catch::AutoReg(new QueueInvoker<Fixture>(test.run), place, {}, {name, "[queue]"});
#endif
  }
  return true;
}

}  // namespace conformance

#define QUEUE_SUITE(Fixture)                   \
  static const bool queue_suite_of_##Fixture = \
      conformance::register_queue_suite<Fixture>(CATCH_INTERNAL_LINEINFO);
