#include "patterns/held_lock.hpp"

#include <pthread.h>

#include <algorithm>
#include <csignal>
#include <ctime>
#include <utility>

#include "objectos/error.hpp"
#include "objectos/log.hpp"

namespace objectos {

HeldLock::State::State(std::shared_ptr<const LockBook> where, std::string full_name, std::int64_t own_token,
                       Millis lease, std::int64_t asked_at, std::optional<KernelLock> kernel)
    : book(std::move(where)),
      name(std::move(full_name)),
      token(own_token),
      ttl(lease),
      kernel_lock(std::move(kernel)),
      certain_until(end_of_lease(asked_at, lease)) {}

std::int64_t HeldLock::State::clock_ms() noexcept {
  timespec now{};
  ::clock_gettime(CLOCK_BOOTTIME, &now);
  return std::int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1'000'000;
}

void HeldLock::State::run() {
  std::int64_t next = clock_ms() + ttl.count() / 3;
  std::unique_lock lock(mutex);
  while (!lost) {
    // No longer than a second at once: the condition's clock stands still while the machine sleeps.
    const Millis wait = std::clamp(Millis(next - clock_ms()), Millis(0), Millis(1000));
    if (stop.wait_for(lock, wait, [this] { return stopping; })) return;
    if (clock_ms() < next) continue;
    lock.unlock();
    next = clock_ms() + renew().count();
    lock.lock();
  }
  lock.unlock();
  if (on_lost) on_lost();
}

Millis HeldLock::State::renew() noexcept {
  const std::int64_t asked_at = clock_ms();
  try {
    const bool renewed = book->renew(name, token, ttl);
    const std::lock_guard lock(mutex);
    if (renewed) {
      certain_until = end_of_lease(asked_at, ttl);
    } else {
      lost = true;
    }
    return ttl / 3;
  } catch (const std::exception& error) {
    // Trying again may help, and the lease has not ended yet.
    Logger("lock").warning(name + ": the lease was not renewed: " + error.what());
    return std::clamp(ttl / 20, Millis(10), Millis(1000));
  }
}

bool HeldLock::State::begin_release() noexcept {
  {
    const std::lock_guard lock(mutex);
    if (std::exchange(stopping, true)) return false;
  }
  stop.notify_all();
  if (keeper.joinable()) keeper.join();
  return true;
}

HeldLock::HeldLock(std::unique_ptr<State> state) : state_(std::move(state)) {}

HeldLock::~HeldLock() {
  release();
}

std::int64_t HeldLock::token() const noexcept {
  return state_->token;
}

Millis HeldLock::left() const noexcept {
  const std::lock_guard lock(state_->mutex);
  return Millis(state_->lost ? -1 : state_->certain_until - State::clock_ms());
}

bool HeldLock::is_lost() const noexcept {
  const std::lock_guard lock(state_->mutex);
  return state_->lost;
}

void HeldLock::keep(std::function<void()> on_lost) {
  if (state_->keeper.joinable()) return;
  state_->on_lost = std::move(on_lost);
  // Signals belong to the program's own threads.
  sigset_t all, before;
  sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  state_->keeper = std::thread([state = state_.get()] { state->run(); });
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

int HeldLock::kernel_lock() const noexcept {
  return state_->kernel_lock ? state_->kernel_lock->descriptor() : -1;
}

bool HeldLock::release() noexcept {
  if (!state_->begin_release()) return false;
  bool was_held = false;
  try {
    was_held = state_->book->release(state_->name, state_->token);
  } catch (const std::exception& error) {
    Logger("lock").warning(state_->name + ": not released, its lease will end: " + error.what());
  }
  if (state_->kernel_lock) state_->kernel_lock->release();
  return was_held;
}

}  // namespace objectos
