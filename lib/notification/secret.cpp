#include "notification/secret.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "objectos/error.hpp"
#include "objectos/log.hpp"

extern char** environ;

namespace objectos::notification {
namespace {

/// No password is longer.
constexpr std::size_t max_secret = 64 * 1024;

[[noreturn]] void fail(std::string_view name, std::string reason, Errc code = Errc::unavailable) {
  throw Error(code, Message("notify.secret", "{{name}} cannot be read: {{reason}}",
                            {{"name", name}, {"reason", std::move(reason)}}));
}

/// To its end; the descriptor is closed.
std::string read_all(int fd, std::string_view name) {
  std::string text(max_secret + 1, '\0');
  std::size_t have = 0;
  for (ssize_t n; have < text.size(); have += static_cast<std::size_t>(n)) {
    n = ::read(fd, text.data() + have, text.size() - have);
    if (n < 0 && errno == EINTR)
      n = 0;
    else if (n <= 0)
      break;
  }
  ::close(fd);
  if (have > max_secret) fail(name, "it is longer than a secret can be");
  text.resize(have);
  return text;
}

std::string from_file(const std::string& path, std::string_view name) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    fail(name, std::strerror(errno), errno == EACCES || errno == EPERM ? Errc::denied : Errc::unavailable);
  return read_all(fd, name);
}

std::string from_command(const std::string& command, std::string_view name) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) fail(name, std::strerror(errno));
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  const char* words[] = {"sh", "-c", command.c_str(), nullptr};
  pid_t child = 0;
  const int failed = ::posix_spawn(&child, "/bin/sh", &actions, nullptr, const_cast<char**>(words), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  ::close(ends[1]);
  if (failed) {
    ::close(ends[0]);
    fail(name, std::strerror(failed));
  }
  std::string text = read_all(ends[0], name);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    fail(name, "the command ended with status " +
                   std::to_string(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status)));
  }
  return text;
}

}  // namespace

bool names_secret(std::string_view text) noexcept {
  return text.starts_with("env:") || text.starts_with("file:") || text.starts_with("cmd:");
}

std::string read_secret(std::string_view text) {
  const std::string rest(text.substr(std::min(text.find(':') + 1, text.size())));
  std::string secret;
  if (text.starts_with("env:")) {
    const char* value = std::getenv(rest.c_str());
    if (!value || !*value)
      throw Error(Errc::usage,
                  Message("cli.unset_variable", "the variable {{name}} is not set", {{"name", rest}}));
    secret = value;
  } else if (text.starts_with("file:")) {
    secret = from_file(rest, text);
  } else if (text.starts_with("cmd:")) {
    secret = from_command(rest, text);
  } else {
    throw Error(Errc::usage,
                Message("notify.secret_form", "a secret is named, as env:NAME, file:PATH or cmd:COMMAND"));
  }
  if (secret.ends_with('\n')) secret.pop_back();
  if (secret.ends_with('\r')) secret.pop_back();
  if (secret.empty()) fail(text, "it is empty");
  add_secret(secret);
  return secret;
}

}  // namespace objectos::notification
