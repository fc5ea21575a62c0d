#include "git_revision.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <utility>
#include <vector>

#include "objectos/error.hpp"

namespace objectos::cli {
namespace {

[[noreturn]] void fail(int error_number) {
  throw Error(
      Errc::unavailable,
      Message("check.git", "git cannot be run: {{reason}}", {{"reason", std::strerror(error_number)}}),
      Message("check.git_hint", "--since needs git"))
      .at("--since");
}

struct Pipe {
  Pipe() {
    if (::pipe2(ends, O_CLOEXEC) != 0) fail(errno);
  }
  ~Pipe() {
    for (const int end : ends)
      if (end >= 0) ::close(end);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  int take(int end) { return std::exchange(ends[end], -1); }
  int ends[2] = {-1, -1};
};

/// Starts git with these words, `input` and `output` for its standard streams; messages go nowhere.
pid_t start(std::vector<std::string> words, int input, int output) {
  std::vector<char*> arguments;
  words.insert(words.begin(), "git");
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  if (input >= 0) {
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
  } else {
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  }
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t process = -1;
  const int error_number = ::posix_spawnp(&process, "git", &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error_number != 0) fail(error_number);
  return process;
}

/// At most `size` bytes; 0 at the end.
std::size_t read_some(int descriptor, char* to, std::size_t size) {
  for (;;) {
    const ssize_t n = ::read(descriptor, to, size);
    if (n >= 0) return static_cast<std::size_t>(n);
    if (errno != EINTR) fail(errno);
  }
}

int wait_for(pid_t process) {
  int status = 0;
  while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

std::string commit_of(const std::string& revision) {
  Pipe output;
  const pid_t process = start(
      {"rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"}, -1, output.ends[1]);
  ::close(output.take(1));
  std::string text;
  char buffer[256];
  while (const std::size_t n = read_some(output.ends[0], buffer, sizeof buffer)) text.append(buffer, n);
  if (wait_for(process) != 0)
    throw Error(Errc::usage,
                Message("check.no_revision", "\"{{revision}}\" is no revision of a git repository here",
                        {{"revision", revision}}))
        .at("--since");
  return text.substr(0, text.find('\n'));
}

}  // namespace

GitRevision::GitRevision(const std::string& revision) : commit_(commit_of(revision)) {
  Pipe input, output;
  process_ = start({"cat-file", "--batch"}, input.ends[0], output.ends[1]);
  to_ = input.take(1);
  from_ = output.take(0);
}

GitRevision::~GitRevision() {
  ::close(to_);  // that ends git
  ::close(from_);
  wait_for(process_);
}

void GitRevision::fill() {
  char buffer[65536];
  const std::size_t n = read_some(from_, buffer, sizeof buffer);
  if (n == 0) fail(EPIPE);
  buffer_.append(buffer, n);
}

std::string GitRevision::read_line() {
  while (buffer_.find('\n') == std::string::npos) fill();
  return read_bytes(buffer_.find('\n') + 1);
}

std::string GitRevision::read_bytes(std::size_t size) {
  while (buffer_.size() < size) fill();
  std::string bytes = buffer_.substr(0, size);
  buffer_.erase(0, size);
  return bytes;
}

std::optional<std::string> GitRevision::file(const std::string& path) {
  if (path.find('\n') != std::string::npos) return std::nullopt;  // git asks line by line
  std::string from_here = path;
  if (path.starts_with('/'))
    from_here = std::filesystem::path(path).lexically_relative(std::filesystem::current_path()).string();
  const std::lock_guard lock(mutex_);
  std::string request = commit_ + ":./" + from_here + "\n";
  for (std::string_view rest = request; !rest.empty();) {
    const ssize_t n = ::write(to_, rest.data(), rest.size());
    if (n < 0 && errno != EINTR) fail(errno);
    if (n > 0) rest.remove_prefix(static_cast<std::size_t>(n));
  }
  // "OBJECT TYPE SIZE", or what was asked for and "missing".
  const std::string line = read_line();
  const std::size_t space = line.rfind(' ');
  std::size_t size = 0;
  const char* const begin = line.data() + space + 1;
  if (std::from_chars(begin, line.data() + line.size(), size).ptr == begin) return std::nullopt;
  std::string text = read_bytes(size + 1);
  text.pop_back();
  return text;
}

}  // namespace objectos::cli
