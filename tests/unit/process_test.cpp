// Whether a process that somebody wrote down still lives.
#include "core/process.hpp"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "catch.hpp"

using namespace objectos;

namespace {

/// A child that waits for its end, as it sees itself.
ProcessIdentity paused_child() {
  int channel[2];
  REQUIRE(::pipe(channel) == 0);
  const pid_t pid = ::fork();
  if (pid == 0) {
    const std::string text = ProcessIdentity::own().text();
    if (::write(channel[1], text.data(), text.size()) > 0) ::pause();
    ::_exit(0);
  }
  char text[1024];
  const ssize_t n = ::read(channel[0], text, sizeof text);
  ::close(channel[0]);
  ::close(channel[1]);
  REQUIRE(n > 0);
  return ProcessIdentity::parse({text, static_cast<std::size_t>(n)}).value();
}

}  // namespace

TEST_CASE("a process is known by its text") {
  const ProcessIdentity own = ProcessIdentity::own();
  const auto read = ProcessIdentity::parse(own.text());
  REQUIRE(read);
  CHECK(read->text() == own.text());
  CHECK(read->pid == ::getpid());
  CHECK(life_of(*read) == Life::lives);
  ProcessIdentity bare;
  bare.pid = 1;
  bare.host = "two words";
  const auto read_bare = ProcessIdentity::parse(bare.text());
  REQUIRE(read_bare);
  CHECK(read_bare->host == "two words");
  CHECK(read_bare->boot.empty());
  for (const char* text : {"", "1", "1 2 3", "x 2 3 4 host", "-5 2 3 4 host", "0 2 3 4 host"})
    CHECK_FALSE(ProcessIdentity::parse(text));
}

TEST_CASE("a process that has ended is told from one that lives") {
  const ProcessIdentity other = paused_child();
  CHECK(life_of(other) == Life::lives);
  ::kill(other.pid, SIGKILL);
  siginfo_t info;
  ::waitid(P_PID, static_cast<id_t>(other.pid), &info, WEXITED | WNOWAIT);
  CHECK(life_of(other) == Life::ended);  // though nobody has waited for it yet
  ::waitpid(other.pid, nullptr, 0);
  CHECK(life_of(other) == Life::ended);
}

TEST_CASE("another process under the same number is not the one that was meant") {
  ProcessIdentity process = ProcessIdentity::own();
  process.start += "0";
  CHECK(life_of(process) == Life::ended);
}

TEST_CASE("after a new start of the machine none of its processes lives") {
  ProcessIdentity process = ProcessIdentity::own();
  process.boot = "another";
  CHECK(life_of(process) == Life::ended);
  process.boot.clear();
  CHECK(life_of(process) == Life::unknown);
}

TEST_CASE("of other hosts and containers nothing is known") {
  ProcessIdentity process = ProcessIdentity::own();
  process.space = "1";
  CHECK(life_of(process) == Life::unknown);
  process = ProcessIdentity::own();
  process.host = "elsewhere";
  CHECK(life_of(process) == Life::unknown);
}
