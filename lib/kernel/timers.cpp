#include "kernel/timers.hpp"

#include <pthread.h>
#include <signal.h>

#include <algorithm>
#include <condition_variable>
#include <system_error>
#include <thread>
#include <vector>

#include "kernel/guard.hpp"
#include "objectos/error.hpp"

namespace objectos::kernel {
namespace {

using Steady = std::chrono::steady_clock;

// Longer ones would overflow the clock, and nobody will see them end.
constexpr Millis max_interval = std::chrono::hours(24 * 365 * 100);

// A thread inherits the mask of the one that makes it, so there is no instant in which it could be hit.
class SignalsBlocked {
 public:
  SignalsBlocked() {
    sigset_t all;
    sigfillset(&all);
    // These name a fault of the thread itself and must not wait.
    for (const int fault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT}) sigdelset(&all, fault);
    pthread_sigmask(SIG_BLOCK, &all, &before_);
  }
  ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;

 private:
  sigset_t before_;
};

struct Task {
  const void* owner;
  Logger logger;
  Steady::duration interval;
  Steady::time_point due;
  std::function<void()> call;
};
using Tasks = std::vector<std::shared_ptr<Task>>;

}  // namespace

// The thread and its schedule. The thread owns a reference: when a task ends the kernel that runs it, the
// thread goes on until the task has returned.
class Timers::Worker {
 public:
  static std::shared_ptr<Worker> launch() {
    auto worker = std::make_shared<Worker>();
    const SignalsBlocked blocked;
    const std::lock_guard lock(worker->mutex_);  // thread_ is set before the thread looks at anything
    worker->thread_ = std::thread([worker] { worker->loop(); });
    pthread_setname_np(worker->thread_.native_handle(), "objectos-timer");
    return worker;
  }

  void add(Task task) {
    const std::lock_guard lock(mutex_);
    tasks_.push_back(std::make_shared<Task>(std::move(task)));
    schedule_changed_.notify_one();
  }

  void cancel(const void* owner) {
    Tasks removed;  // destroyed behind the lock: what a task holds may call back
    std::unique_lock lock(mutex_);
    const auto rest =
        std::partition(tasks_.begin(), tasks_.end(), [&](const auto& t) { return t->owner != owner; });
    removed.assign(rest, tasks_.end());
    tasks_.erase(rest, tasks_.end());
    if (!is_own_thread()) call_ended_.wait(lock, [&] { return running_ != owner; });
    lock.unlock();
  }

  void stop() {
    Tasks removed;
    std::unique_lock lock(mutex_);
    stopping_ = true;
    removed.swap(tasks_);
    schedule_changed_.notify_one();
    std::thread ending = std::move(thread_);
    const bool is_own = ending.get_id() == std::this_thread::get_id();
    lock.unlock();
    if (is_own) {
      ending.detach();
    } else {
      ending.join();
    }
  }

 private:
  bool is_own_thread() const { return thread_.get_id() == std::this_thread::get_id(); }

  void loop() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
      const auto next = std::min_element(tasks_.begin(), tasks_.end(),
                                         [](const auto& a, const auto& b) { return a->due < b->due; });
      if (next == tasks_.end()) {
        schedule_changed_.wait(lock);
        continue;
      }
      const auto due = (*next)->due;
      const auto now = Steady::now();
      if (now < due) {
        schedule_changed_.wait_until(lock, due);
        continue;
      }
      run(*next, now, lock);
    }
  }

  // By value: the list may change while the task runs, and what it holds must live until it has returned.
  void run(std::shared_ptr<Task> task, Steady::time_point now, std::unique_lock<std::mutex>& lock) {
    task->due = next_due(task->due, task->interval, now);
    running_ = task->owner;
    lock.unlock();
    if (const auto failure = failure_of(task->call)) task->logger.error("timer: " + *failure);
    task.reset();
    lock.lock();
    running_ = nullptr;
    call_ended_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable schedule_changed_;
  std::condition_variable call_ended_;
  Tasks tasks_;
  const void* running_ = nullptr;  // whose task
  bool stopping_ = false;
  std::thread thread_;
};

Timers::~Timers() {
  stop();
}

void Timers::every(const void* owner, const Logger& logger, Millis interval, std::function<void()> task) {
  if (interval <= Millis::zero()) {
    throw Error(Errc::usage,
                Message("kernel.timer_interval", "timer: the interval {{interval}} ms is not positive",
                        {{"interval", interval.count()}}));
  }
  interval = std::min(interval, max_interval);
  const std::lock_guard lock(mutex_);
  try {
    if (!worker_) worker_ = Worker::launch();
  } catch (const std::system_error& error) {
    throw Error(Errc::unavailable, Message("kernel.timer_thread", "timer: start a thread: {{reason}}",
                                           {{"reason", error.code().message()}}));
  }
  worker_->add({owner, logger, interval, Steady::now() + interval, std::move(task)});
}

std::shared_ptr<Timers::Worker> Timers::worker() const {
  const std::lock_guard lock(mutex_);
  return worker_;
}

void Timers::cancel(const void* owner) noexcept {
  if (const auto worker = this->worker()) worker->cancel(owner);
}

void Timers::stop() noexcept {
  std::unique_lock lock(mutex_);
  const auto worker = std::move(worker_);
  worker_.reset();
  lock.unlock();
  if (worker) worker->stop();
}

}  // namespace objectos::kernel
