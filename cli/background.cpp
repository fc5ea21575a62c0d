#include "background.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace objectos::cli {
namespace {

[[noreturn]] void detach(char** words, int input, bool is_joint) {
  ::setsid();
  if (::fork() != 0) ::_exit(0);  // nobody waits for it
  const int null = ::open("/dev/null", O_RDWR);
  const int other = is_joint ? null : ::open("/dev/zero", O_WRONLY);  // takes all, and is another file
  ::dup2(input >= 0 ? input : null, STDIN_FILENO);
  ::dup2(null, STDOUT_FILENO);
  ::dup2(other, STDERR_FILENO);
  ::close_range(3, ~0U, 0);
  ::execv("/proc/self/exe", words);
  ::_exit(127);
}

}  // namespace

void run_in_background(std::vector<std::string> words, int input, bool is_joint) {
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  const pid_t pid = ::fork();
  if (pid == 0) detach(pointers.data(), input, is_joint);
  if (pid > 0) ::waitpid(pid, nullptr, 0);
}

}  // namespace objectos::cli
