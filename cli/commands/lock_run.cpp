// lock run: a command that runs while a lock is held, and no longer.
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <span>

#include "app.hpp"
#include "commands/lock.hpp"
#include "exit_status.hpp"
#include "language.hpp"
#include "wrapper.hpp"

namespace objectos::cli::lock {
namespace {

/// What is left of a lease when the command is asked to end, and when it is made to.
Millis ask_at(Millis ttl) {
  return ttl / 4;
}
Millis force_at(Millis ttl) {
  return ttl / 12;
}

int conflict_status(const Call& call) {
  const std::size_t status = call.count("--conflict-exit-code").value_or(exit_status::held);
  if (status > 255)
    throw Error(Errc::usage, Message("lock.status", "an exit status is 0 to 255")).at("--conflict-exit-code");
  return static_cast<int>(status);
}

int not_acquired(Call& call, int status) {
  if (call.session.quiet) return status;
  const std::string& name = call.args.positionals[0];
  const auto holders = locks(call).info(name);
  const Message what =
      holders.empty()
          ? Message("lock.not_acquired", "not acquired: another process was faster")
          : Message("lock.held", "held since {{since}} by {{who}}",
                    {{"since", format_time(holders.front().since)}, {"who", who(holders.front())}});
  return wrapper_failure(call, status, Error(Errc::unavailable, what).at(name));
}

/// Waits for the command; stops it before its lease can lapse, and at the time limit.
class Supervision {
 public:
  Supervision(Call& call, Child& child, HeldLock& held, Millis ttl)
      : call_(call), child_(child), held_(held), ttl_(ttl), limit_(time_limit(call)) {}

  int run() {
    for (;;) {
      // No longer than a second at once: this clock stands still while the machine sleeps, the lease does
      // not.
      const auto look = Steady::now() + std::min(held_.left() - ask_at(ttl_), Millis(1000));
      if (const auto status = child_.wait(limit_ ? std::min(*limit_, look) : look)) return *status;
      if (held_.is_lost())
        return stop(exit_status::wrapper_failed,
                    Message("lock.lost", "the lock is lost, the command was stopped"));
      if (held_.left() <= ask_at(ttl_)) {
        return stop(exit_status::wrapper_failed,
                    Message("lock.lapses", "the lease could not be renewed, the command was stopped"));
      }
      if (limit_ && Steady::now() >= *limit_)
        return stop(exit_status::wrapper_timeout,
                    Message("lock.late", "not done in time, the command was stopped"));
    }
  }

 private:
  int stop(int status, const Message& why) {
    child_.stop(Steady::now() + std::clamp(held_.left() - force_at(ttl_), Millis(0), Millis(term_patience)));
    return wrapper_failure(call_, status, Error(Errc::unavailable, why).at(call_.args.positionals[0]));
  }

  Call& call_;
  Child& child_;
  HeldLock& held_;
  const Millis ttl_;
  const std::optional<Steady::time_point> limit_;
};

void wake_supervision() {
  ::kill(::getpid(), SIGCHLD);
}

}  // namespace

int run(Call& call) {
  const std::string& name = call.args.positionals[0];
  const std::vector<std::string> words(call.args.positionals.begin() + 1, call.args.positionals.end());
  const int on_conflict = conflict_status(call);
  LockTerms wanted = terms(call);
  wanted.command = joined(words);
  const auto limit = time_limit(call);
  const Millis left = limit ? std::chrono::ceil<Millis>(*limit - Steady::now()) : Millis::max();
  const bool is_cut = left < wanted.wait;
  wanted.wait = std::min(wanted.wait, left);
  const auto held = locks(call).hold(name, wanted, false);
  if (!held && is_cut) {
    return wrapper_failure(
        call, exit_status::wrapper_timeout,
        Error(Errc::unavailable, Message("lock.wait_limit", "not acquired in time")).at(name));
  }
  if (!held) return not_acquired(call, on_conflict);
  Child child(words, {.environment = {{"OBJECTOS_FENCE", std::to_string(held->token())}},
                      .inherited = held->kernel_lock()});
  if (const auto status = exec_failure(call, child, words[0])) return *status;
  held->keep(wake_supervision);
  const int status = Supervision(call, child, *held, wanted.ttl).run();
  held->release();
  return status;
}

}  // namespace objectos::cli::lock
