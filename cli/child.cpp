#include "child.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <thread>

#include "objectos/error.hpp"

extern char** environ;

namespace objectos::cli {
namespace {

constexpr int forwarded[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGWINCH, SIGCONT, SIGTSTP};

/// The environment with what is added to it, for exec.
class Environment {
 public:
  explicit Environment(const std::vector<std::pair<std::string, std::string>>& added) {
    for (const auto& [name, value] : added) texts_.push_back(name + "=" + value);
    for (char** one = environ; *one; ++one) {
      if (!is_replaced(*one, added)) pointers_.push_back(*one);
    }
    for (std::string& text : texts_) pointers_.push_back(text.data());
    pointers_.push_back(nullptr);
  }
  char** data() noexcept { return pointers_.data(); }

 private:
  static bool is_replaced(const char* one, const std::vector<std::pair<std::string, std::string>>& added) {
    for (const auto& [name, value] : added) {
      if (std::strncmp(one, name.c_str(), name.size()) == 0 && one[name.size()] == '=') return true;
    }
    return false;
  }
  std::vector<std::string> texts_;
  std::vector<char*> pointers_;
};

[[noreturn]] void no_process(int reason) {
  throw Error(Errc::unavailable, Message("child.no_process", "no process can be made: {{reason}}",
                                         {{"reason", std::strerror(reason)}}));
}

/// In the child, between fork and exec: only what may be called there.
[[noreturn]] void become(char** words, char** environment, const ChildOptions& options, pid_t parent,
                         int report, const sigset_t& mask) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(128 + SIGKILL);                    // it died before it could be a reason
  for (int i = 0; i < 3; ++i) {
    if (options.streams[static_cast<std::size_t>(i)] >= 0) ::dup2(options.streams[static_cast<std::size_t>(i)], i);
  }
  if (options.inherited >= 0) ::fcntl(options.inherited, F_DUPFD, 10);  // shells use those below
  std::signal(SIGPIPE, SIG_DFL);
  ::sigprocmask(SIG_SETMASK, &mask, nullptr);
  ::execvpe(words[0], words, environment);
  const int reason = errno;
  [[maybe_unused]] const ssize_t ignored = ::write(report, &reason, sizeof reason);
  ::_exit(reason == ENOENT || reason == ENOTDIR ? 127 : 126);
}

timespec left_until(Steady::time_point until) {
  const auto left = std::chrono::nanoseconds(until - Steady::now()).count();
  return left <= 0 ? timespec{0, 0} : timespec{left / 1'000'000'000, left % 1'000'000'000};
}

}  // namespace

Child::Child(const std::vector<std::string>& words, const ChildOptions& options) {
  std::vector<char*> pointers;
  for (const std::string& word : words) pointers.push_back(const_cast<char*>(word.c_str()));
  pointers.push_back(nullptr);
  Environment environment(options.environment);

  sigemptyset(&handled_);
  sigaddset(&handled_, SIGCHLD);
  for (const int number : forwarded) sigaddset(&handled_, number);
  ::sigprocmask(SIG_BLOCK, &handled_, &before_);
  std::signal(SIGCHLD, SIG_DFL);  // a parent may have made us ignore it, and then nobody can be waited for

  int report[2];
  if (::pipe2(report, O_CLOEXEC) != 0) no_process(errno);
  const pid_t parent = ::getpid();
  pid_ = ::fork();
  if (pid_ == 0) become(pointers.data(), environment.data(), options, parent, report[1], before_);
  const int reason = errno;
  ::close(report[1]);
  if (pid_ < 0) {
    ::close(report[0]);
    no_process(reason);
  }
  ::setpgid(pid_, pid_);  // in both: whoever comes first
  if (::read(report[0], &exec_error_, sizeof exec_error_) != sizeof exec_error_) exec_error_ = 0;
  ::close(report[0]);
}

Child::~Child() {
  if (!status_) {
    signal(SIGKILL);
    while (!wait()) {
    }
  }
  give_back_terminal();
  for (const int descriptor : {terminal_, signals_}) {
    if (descriptor >= 0) ::close(descriptor);
  }
  ::sigprocmask(SIG_SETMASK, &before_, nullptr);
}

int Child::signals() {
  if (signals_ < 0) signals_ = ::signalfd(-1, &handled_, SFD_CLOEXEC);
  return signals_;
}

/// A command that wants to read from the terminal, or to set it, is stopped as a job in the background is. If
/// we are in the foreground it gets it then, and its keys; not before, for others of a pipeline may be at it.
bool Child::take_terminal() noexcept {
  if (terminal_ < 0) terminal_ = ::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
  has_terminal_ =
      terminal_ >= 0 && ::tcgetpgrp(terminal_) == ::getpgrp() && ::tcsetpgrp(terminal_, pid_) == 0;
  return has_terminal_;
}

void Child::give_back_terminal() noexcept {
  if (!has_terminal_) return;
  has_terminal_ = false;
  // From the background one may only do this unheard.
  sigset_t output, before;
  sigemptyset(&output);
  sigaddset(&output, SIGTTOU);
  ::sigprocmask(SIG_BLOCK, &output, &before);
  ::tcsetpgrp(terminal_, ::getpgrp());
  ::sigprocmask(SIG_SETMASK, &before, nullptr);
}

void Child::signal(int number) noexcept {
  if (pid_ > 0) ::kill(-pid_, number);
}

/// We stop, too, or the shell would wait for us; `all`: and what else is of the job, which no key has
/// reached.
void Child::suspend(bool all) noexcept {
  wants_terminal_ = has_terminal_;
  give_back_terminal();
  is_suspended_ = true;
  if (all) {
    ::kill(0, SIGSTOP);
  } else {
    ::raise(SIGSTOP);
  }
}

void Child::resume() noexcept {
  is_suspended_ = false;
  if (wants_terminal_) take_terminal();
  signal(SIGCONT);
}

void Child::note_stopped(int number) noexcept {
  if (number == SIGTTIN || number == SIGTTOU) {
    if (take_terminal()) {
      signal(SIGCONT);
    } else {
      suspend(true);
    }
  } else if (has_terminal_) {
    suspend(true);
  }
  // Else whoever stopped it there will wake it.
}

bool Child::reap() {
  int status = 0;
  while (!status_ && !is_suspended_ && ::wait4(pid_, &status, WNOHANG | WUNTRACED, &usage_) == pid_) {
    if (WIFSTOPPED(status)) {
      note_stopped(WSTOPSIG(status));
    } else {
      end_signal_ = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
      status_ = end_signal_ > 0 ? 128 + end_signal_ : WEXITSTATUS(status);
    }
  }
  return status_.has_value();
}

std::optional<int> Child::wait(std::optional<Steady::time_point> until) {
  if (is_suspended_) resume();
  while (!reap() && !is_suspended_) {
    const timespec left = until ? left_until(*until) : timespec{};
    siginfo_t info{};
    const int number = until ? ::sigtimedwait(&handled_, &info, &left) : ::sigwaitinfo(&handled_, &info);
    if (number > 0 && number != SIGCHLD) signal(number);
    if (number == SIGTSTP) suspend(false);
    if (number == SIGCHLD || (number < 0 && errno == EAGAIN)) {
      reap();
      break;
    }
  }
  return status_;
}

int Child::stop(Steady::time_point kill_at) {
  is_suspended_ = false;
  signal(SIGTERM);
  signal(SIGCONT);
  while (!wait(kill_at) && Steady::now() < kill_at) {
  }
  // Those of the group that outlive it have the rest of the time; nobody tells when they end.
  while (Steady::now() < kill_at && ::kill(-pid_, 0) == 0)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  if (::kill(-pid_, 0) == 0) signal(SIGKILL);
  while (!wait()) {
  }
  return *status_;
}

}  // namespace objectos::cli
