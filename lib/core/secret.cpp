#include "objectos/secret.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "core/files.hpp"
#include "objectos/error.hpp"
#include "objectos/log.hpp"

extern char** environ;

namespace objectos {
namespace {

/// No command says more that is meant.
constexpr std::size_t max_output = 64 * 1024;

[[noreturn]] void fail(std::string_view name, std::string_view reason, Errc code = Errc::unavailable) {
  throw Error(code, Message("secret.unreadable", "{{name}} cannot be read: {{reason}}",
                            {{"name", name}, {"reason", reason}}));
}

std::string from_variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value && *value) return value;
  throw Error(Errc::usage,
              Message("cli.unset_variable", "the variable {{name}} is not set", {{"name", name}}));
}

std::string from_file(const std::string& path, std::string_view name) {
  std::optional<std::string> text = files::read(path);
  if (!text) fail(name, std::strerror(ENOENT), Errc::usage);
  return std::move(*text);
}

/// Of the pipe, to its end or one byte more than there may be.
std::string read_output(int fd) {
  std::string text(max_output + 1, '\0');
  std::size_t have = 0;
  while (have < text.size()) {
    const ssize_t n = ::read(fd, text.data() + have, text.size() - have);
    if (n > 0) have += static_cast<std::size_t>(n);
    if (n == 0 || (n < 0 && errno != EINTR)) break;
  }
  text.resize(have);
  return text;
}

/// The process of `sh -c COMMAND`, which writes to `output`; what stands on our standard input is not for it.
pid_t started(const std::string& command, int output, std::string_view name) {
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  const char* words[] = {"sh", "-c", command.c_str(), nullptr};
  pid_t child = 0;
  const int failed = ::posix_spawn(&child, "/bin/sh", &actions, nullptr, const_cast<char**>(words), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  if (failed) fail(name, std::strerror(failed));
  return child;
}

std::string from_command(const std::string& command, std::string_view name) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) fail(name, std::strerror(errno));
  pid_t child = 0;
  try {
    child = started(command, ends[1], name);
  } catch (...) {
    ::close(ends[0]);
    ::close(ends[1]);
    throw;
  }
  ::close(ends[1]);
  std::string text = read_output(ends[0]);
  ::close(ends[0]);  // one that goes on writing gets SIGPIPE
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (text.size() > max_output) fail(name, "it is longer than a secret can be");
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  if (code != 0) fail(name, "the command ended with status " + std::to_string(code));
  return text;
}

}  // namespace

bool is_value_name(std::string_view text) noexcept {
  return text.starts_with("env:") || text.starts_with("file:") || text.starts_with("cmd:");
}

std::string named_value(std::string_view text) {
  if (!is_value_name(text)) {
    throw Error(Errc::usage,
                Message("secret.form", "a secret is named, as env:NAME, file:PATH or cmd:COMMAND"));
  }
  const std::string rest(text.substr(text.find(':') + 1));
  std::string value = text.starts_with("env:")    ? from_variable(rest)
                      : text.starts_with("file:") ? from_file(rest, text)
                                                  : from_command(rest, text);
  while (value.ends_with('\n') || value.ends_with('\r')) value.pop_back();
  if (value.empty()) fail(text, "it is empty");
  return value;
}

std::string read_secret(std::string_view text) {
  std::string secret = named_value(text);
  add_secret(secret);
  return secret;
}

}  // namespace objectos
