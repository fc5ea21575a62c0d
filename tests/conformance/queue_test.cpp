// The suite of queues on what needs no server.
#include "manual_clock.hpp"
#include "queue_suite.hpp"
#include "scratch.hpp"
#include "sqlite/notification_queue.hpp"

namespace {

using namespace objectos;

struct SqliteQueue : conformance::QueueFixture {
  static constexpr const char* name = "sqlite";
  std::shared_ptr<NotificationQueue> open() override {
    return sqlite::notification_queue({.path = scratch_.path("notification.db")}, clock_);
  }
  void pass(Millis time) override { clock_.now += time.count(); }

 private:
  Scratch scratch_;
  conformance::ManualClock clock_;
};

QUEUE_SUITE(SqliteQueue)

}  // namespace
