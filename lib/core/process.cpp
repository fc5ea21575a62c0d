#include "core/process.hpp"

#include <signal.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>

#include "core/files.hpp"
#include "core/utf8.hpp"

namespace objectos {
namespace {

constexpr std::string_view not_known = "-";

std::string host_name() {
  char name[256] = {};
  if (::gethostname(name, sizeof name - 1) != 0) return {};
  const std::string_view text = name;
  return std::string(text.substr(0, utf8::valid_prefix(text)));
}

/// Empty where /proc is not what it should be.
std::string read_or_empty(const std::string& path) {
  try {
    std::string text = files::read(path).value_or("");
    while (text.ends_with('\n')) text.pop_back();
    return text;
  } catch (const Error&) {
    return {};
  }
}

/// `pid:[4026531836]`: the number between the brackets.
std::string number_space() {
  char link[64];
  const ssize_t n = ::readlink("/proc/self/ns/pid", link, sizeof link);
  const std::string_view text(link, n > 0 ? static_cast<std::size_t>(n) : 0);
  const std::size_t open = text.find('[');
  return open == text.npos ? "" : std::string(text.substr(open + 1, text.find(']') - open - 1));
}

struct Stat {
  char state = 0;
  std::string start;
};

/// From /proc/PID/stat; the second field is the program's name in parentheses, and may hold anything.
std::optional<Stat> stat_of(const std::string& pid) {
  const std::string text = read_or_empty("/proc/" + pid + "/stat");
  const std::size_t name_end = text.rfind(')');
  if (name_end == text.npos || name_end + 2 >= text.size()) return std::nullopt;
  std::size_t at = name_end + 2;
  const char state = text[at];
  for (int field = 3; field < 22; ++field) {
    at = text.find(' ', at);
    if (at++ == text.npos) return std::nullopt;
  }
  return Stat{state, text.substr(at, text.find(' ', at) - at)};
}

}  // namespace

ProcessIdentity ProcessIdentity::own() {
  ProcessIdentity own;
  own.host = host_name();
  own.boot = read_or_empty("/proc/sys/kernel/random/boot_id");
  own.space = number_space();
  own.pid = ::getpid();
  if (const auto stat = stat_of("self")) own.start = stat->start;
  return own;
}

std::string ProcessIdentity::text() const {
  std::string text = std::to_string(pid);
  for (const std::string* word : {&start, &space, &boot})
    text.append(" ").append(word->empty() ? not_known : *word);
  return text + " " + host;
}

std::optional<ProcessIdentity> ProcessIdentity::parse(std::string_view text) {
  std::array<std::string_view, 4> words;
  for (std::string_view& word : words) {
    const std::size_t blank = text.find(' ');
    if (blank == text.npos) return std::nullopt;
    word = text.substr(0, blank);
    text.remove_prefix(blank + 1);
  }
  const auto known = [](std::string_view word) { return std::string(word == not_known ? "" : word); };
  ProcessIdentity process;
  const auto number = std::from_chars(words[0].data(), words[0].data() + words[0].size(), process.pid);
  if (number.ec != std::errc() || process.pid <= 0) return std::nullopt;
  process.start = known(words[1]);
  process.space = known(words[2]);
  process.boot = known(words[3]);
  process.host = text;
  return process;
}

Life life_of(const ProcessIdentity& process) {
  const ProcessIdentity own = ProcessIdentity::own();
  if (process.host != own.host || process.boot.empty() || own.boot.empty()) return Life::unknown;
  if (process.boot != own.boot) return Life::ended;
  if (process.space != own.space) return Life::unknown;
  if (::kill(process.pid, 0) != 0 && errno == ESRCH) return Life::ended;
  const auto stat = stat_of(std::to_string(process.pid));
  if (!stat || process.start.empty()) return Life::lives;  // there is one, and it cannot be looked at
  const bool is_dead = stat->state == 'Z' || stat->state == 'X';
  return is_dead || stat->start != process.start ? Life::ended : Life::lives;
}

}  // namespace objectos
