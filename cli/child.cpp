#include "child.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "objectos/error.hpp"

extern char** environ;

namespace objectos::cli {
namespace {

// What is forwarded. SIGTSTP reaches the child from the terminal itself; we follow it (note_stopped).
constexpr int forwarded[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGWINCH, SIGCONT};

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
  take_terminal();
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
  if (signals_ >= 0) ::close(signals_);
  ::sigprocmask(SIG_SETMASK, &before_, nullptr);
}

int Child::signals() {
  if (signals_ < 0) signals_ = ::signalfd(-1, &handled_, SFD_CLOEXEC);
  return signals_;
}

/// A job in the foreground hands the terminal on: the child may read from it, and gets its keys.
void Child::take_terminal() noexcept {
  const int terminal = ::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
  if (terminal < 0) return;
  if (::tcgetpgrp(terminal) != ::getpgrp()) {
    ::close(terminal);
    return;
  }
  terminal_ = terminal;
  ::tcsetpgrp(terminal_, pid_);
}

void Child::give_back_terminal() noexcept {
  if (terminal_ < 0) return;
  // From the background one may only do this unheard.
  sigset_t output, before;
  sigemptyset(&output);
  sigaddset(&output, SIGTTOU);
  ::sigprocmask(SIG_BLOCK, &output, &before);
  ::tcsetpgrp(terminal_, ::getpgrp());
  ::sigprocmask(SIG_SETMASK, &before, nullptr);
  ::close(terminal_);
  terminal_ = -1;
}

void Child::signal(int number) noexcept {
  if (pid_ > 0) ::kill(-pid_, number);
}

/// The user stopped the job: so do we, or the shell would wait for us; then both go on.
void Child::note_stopped() noexcept {
  if (terminal_ < 0) return;  // whoever stopped it there will wake it
  give_back_terminal();
  ::raise(SIGSTOP);
  take_terminal();
  signal(SIGCONT);
}

std::optional<int> Child::reap() {
  for (;;) {
    int status = 0;
    const pid_t reaped = ::waitpid(pid_, &status, WNOHANG | WUNTRACED);
    if (reaped != pid_) return std::nullopt;
    if (WIFSTOPPED(status)) {
      note_stopped();
      continue;
    }
    signalled_ = WIFSIGNALED(status);
    status_ = signalled_ ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    return status_;
  }
}

std::optional<int> Child::wait(std::optional<Steady::time_point> until) {
  while (!status_) {
    if (reap()) break;
    const timespec left = until ? left_until(*until) : timespec{};
    siginfo_t info{};
    const int number = until ? ::sigtimedwait(&handled_, &info, &left) : ::sigwaitinfo(&handled_, &info);
    if (number < 0 && errno == EAGAIN) return reap();
    if (number == SIGCHLD) return reap();
    if (number > 0) signal(number);
  }
  return status_;
}

int Child::stop(Steady::time_point kill_at) {
  signal(SIGTERM);
  signal(SIGCONT);
  while (!wait(kill_at) && Steady::now() < kill_at) {
  }
  signal(SIGKILL);  // also those of the group that outlive the child
  while (!wait()) {
  }
  return *status_;
}

}  // namespace objectos::cli
