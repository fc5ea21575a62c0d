#include "kernel/timers.hpp"

#include <signal.h>

#include <atomic>
#include <future>
#include <latch>
#include <stdexcept>

#include "catch.hpp"
#include "objectos/error.hpp"

using namespace std::chrono_literals;
using objectos::Errc;
using objectos::Error;
using objectos::Logger;
using objectos::LogLevel;
using objectos::Millis;
using objectos::kernel::next_due;
using objectos::kernel::Timers;

namespace {

const Logger quiet("timers_test");
constexpr int a = 0, b = 1;  // two owners

}  // namespace

TEST_CASE("the schedule keeps to its grid and skips what was missed") {
  using Time = std::chrono::time_point<std::chrono::steady_clock, Millis>;
  const auto at = [](int ms) { return Time(Millis(ms)); };
  CHECK(next_due(at(100), 50ms, at(100)) == at(150));
  CHECK(next_due(at(100), 50ms, at(107)) == at(150));
  CHECK(next_due(at(100), 50ms, at(149)) == at(150));
  CHECK(next_due(at(100), 50ms, at(150)) == at(200));
  CHECK(next_due(at(100), 50ms, at(1234)) == at(1250));
  CHECK(next_due(at(100), 50ms, at(20)) == at(100));
}

TEST_CASE("a task is called again and again, on a thread of its own") {
  std::latch calls(3);
  std::atomic<int> count{0};
  std::thread::id thread;
  Timers timers;
  timers.every(&a, quiet, 1ms, [&] {
    thread = std::this_thread::get_id();
    if (++count <= 3) calls.count_down();
  });
  calls.wait();
  timers.stop();
  CHECK(count >= 3);
  CHECK((thread != std::this_thread::get_id()));
  const int after = count;
  timers.stop();
  CHECK(count == after);
}

TEST_CASE("a short interval is not held up by a long one that came first") {
  std::latch called(1);
  std::atomic<bool> done{false};
  Timers timers;
  timers.every(&a, quiet, std::chrono::hours(24), [] {});
  timers.every(&a, quiet, Millis::max(), [] {});
  timers.every(&a, quiet, 1ms, [&] {
    if (!done.exchange(true)) called.count_down();
  });
  called.wait();
  CHECK(done);
}

TEST_CASE("an interval must be positive") {
  Timers timers;
  for (const Millis interval : {0ms, -1ms, Millis::min()}) {
    try {
      timers.every(&a, quiet, interval, [] {});
      FAIL("no error");
    } catch (const Error& error) {
      CHECK(error.code() == Errc::usage);
    }
  }
}

TEST_CASE("a task that throws is called again") {
  objectos::set_log_level(LogLevel::off);
  std::latch calls(3);
  std::atomic<int> count{0};
  Timers timers;
  timers.every(&a, quiet, 1ms, [&] {
    if (++count <= 3) calls.count_down();
    if (count == 1) throw std::runtime_error("once");
    if (count == 2) throw 2;
  });
  calls.wait();
  timers.stop();
  objectos::set_log_level(LogLevel::warning);
  CHECK(count >= 3);
}

TEST_CASE("cancel and stop wait for a running call") {
  const bool by_stop = GENERATE(false, true);
  std::latch entered(1), release(1);
  std::atomic<bool> first{true}, finished{false};
  Timers timers;
  timers.every(&a, quiet, 1ms, [&] {
    if (!first.exchange(false)) return;
    entered.count_down();
    release.wait();
    finished = true;
  });
  entered.wait();
  auto finished_at_return = std::async(std::launch::async, [&] {
    by_stop ? timers.stop() : timers.cancel(&a);
    return finished.load();
  });
  release.count_down();
  CHECK(finished_at_return.get());
}

TEST_CASE("cancel does not wait for the call of another owner") {
  std::latch entered(1), release(1);
  std::atomic<bool> first{true};
  Timers timers;
  timers.every(&a, quiet, 1ms, [&] {
    if (!first.exchange(false)) return;
    entered.count_down();
    release.wait();
  });
  timers.every(&b, quiet, 1ms, [] {});
  entered.wait();
  timers.cancel(&b);
  SUCCEED("came back while the task was running");
  release.count_down();
}

TEST_CASE("cancelled tasks are gone, those of others go on") {
  std::atomic<int> of_a{0}, of_b{0};
  Timers timers;
  timers.every(&a, quiet, 1ms, [&] { ++of_a; });
  timers.cancel(&a);
  const int before = of_a;
  std::latch calls(5);
  timers.every(&b, quiet, 1ms, [&] {
    if (++of_b <= 5) calls.count_down();
  });
  calls.wait();
  timers.stop();
  CHECK(of_a == before);
}

TEST_CASE("a task may cancel itself") {
  std::latch done(1);
  std::atomic<int> count{0};
  Timers timers;
  timers.every(&a, quiet, 1ms, [&] {
    ++count;
    timers.cancel(&a);
    done.count_down();
  });
  done.wait();
  timers.stop();
  CHECK(count == 1);
}

TEST_CASE("a task may stop the timers, and they can be used again") {
  std::promise<void> stopped, again;
  Timers timers;
  timers.every(&a, quiet, 1ms, [&] {
    timers.stop();
    stopped.set_value();
  });
  stopped.get_future().wait();
  std::atomic<bool> first{true};
  timers.every(&a, quiet, 1ms, [&] {
    if (first.exchange(false)) again.set_value();
  });
  again.get_future().wait();
  timers.stop();
  CHECK_FALSE(first);
}

TEST_CASE("a task may add another one") {
  std::promise<void> called;
  std::atomic<bool> first{true}, inner{true};
  Timers timers;
  timers.every(&a, quiet, 1ms, [&] {
    if (!first.exchange(false)) return;
    timers.every(&a, quiet, 1ms, [&] {
      if (inner.exchange(false)) called.set_value();
    });
  });
  called.get_future().wait();
  timers.stop();
  CHECK_FALSE(inner);
}

TEST_CASE("signals do not reach the timer thread") {
  std::promise<sigset_t> mask;
  std::atomic<bool> first{true};
  Timers timers;
  timers.every(&a, quiet, 1ms, [&] {
    if (!first.exchange(false)) return;
    sigset_t set;
    pthread_sigmask(SIG_BLOCK, nullptr, &set);
    mask.set_value(set);
  });
  const sigset_t of_thread = mask.get_future().get();
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGCHLD, SIGUSR1})
    CHECK(sigismember(&of_thread, signal) == 1);
  sigset_t own;
  pthread_sigmask(SIG_BLOCK, nullptr, &own);
  CHECK(sigismember(&own, SIGTERM) == 0);
}
