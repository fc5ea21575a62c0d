#include "objectos/log.hpp"

#include <thread>
#include <vector>

#include "capture_stderr.hpp"
#include "catch.hpp"

using objectos::add_secret;
using objectos::Logger;
using objectos::LogLevel;
using objectos::printable;
using objectos::redact;

namespace {

struct Level {
  explicit Level(LogLevel level) : before(objectos::log_level()) { objectos::set_log_level(level); }
  ~Level() { objectos::set_log_level(before); }
  LogLevel before;
};

}  // namespace

TEST_CASE("a log line is short and has no time in it") {
  const Level level(LogLevel::warning);
  const CaptureStderr stream;
  Logger("storage").warning("the disk is nearly full");
  Logger("cache").error("gone");
  CHECK(stream.text() ==
        "objectos: warning: storage: the disk is nearly full\nobjectos: error: cache: gone\n");
}

TEST_CASE("lines below the level are not written") {
  const CaptureStderr stream;
  const Logger log("x");
  {
    const Level level(LogLevel::warning);
    log.debug("1");
    log.info("2");
  }
  {
    const Level level(LogLevel::off);
    log.error("3");
  }
  CHECK(stream.text().empty());
  const Level level(LogLevel::debug);
  log.debug("4");
  log.info("5");
  CHECK(stream.text() == "objectos: debug: x: 4\nobjectos: info: x: 5\n");
}

TEST_CASE("text cannot forge lines or steer the terminal") {
  const Level level(LogLevel::warning);
  const CaptureStderr stream;
  Logger("a\nb").warning("one\nobjectos: error: two\x1b[2J");
  CHECK(stream.text() == "objectos: warning: a\\nb: one\\nobjectos: error: two\\x1b[2J\n");
}

TEST_CASE("printable text keeps what is harmless and shows the rest") {
  CHECK(printable("") == "");
  CHECK(printable("naïve 中文 🙂 \\n {}%s") == "naïve 中文 🙂 \\n {}%s");
  CHECK(printable("\t\r\n") == "\\t\\r\\n");
  CHECK(printable(std::string_view("a\0b", 3)) == "a\\x00b");
  CHECK(printable("\x7f") == "\\x7f");
  CHECK(printable("\xc2\x9b"
                  "31m") == "\\u009b31m");
  CHECK(printable("\x9b\xff") == "\\x9b\\xff");
  CHECK(printable("a\xe2\x80\xae"
                  "b\xe2\x81\xa6\xe2\x80\xa8") == "a\\u202eb\\u2066\\u2028");
  CHECK(printable("\xf0\x9f\x99") == "\\xf0\\x9f\\x99");
}

TEST_CASE("passwords in URLs are redacted") {
  const auto [url, expected] = GENERATE(table<std::string, std::string>({
      {"redis://user:secret@host:6379/0", "redis://user:***@host:6379/0"},
      {"rediss://:secret@host", "rediss://:***@host"},
      {"redis://user@host:6379", "redis://user@host:6379"},
      {"redis://host:6379/0", "redis://host:6379/0"},
      {"redis://user:@host", "redis://user:@host"},
      {"redis://u:p@ss@host", "redis://u:***@host"},
      {"redis://u:p:q@host", "redis://u:***@host"},
      {"redis://u:p/q@host/0", "redis://u:***@host/0"},
      {"redis://u:p#q?r@host", "redis://u:***@host"},
      {"https://host:8080/users/@me:x@y", "https://host:8080/users/@me:x@y"},
      {"https://host/a:b@c", "https://host/a:b@c"},
      {"from redis://a:b1@c to 'postgres://d:e2@f/g'.", "from redis://a:***@c to 'postgres://d:***@f/g'."},
      {"{\"url\":\"redis://a:b@c\",\"x\":\"d@e\"}", "{\"url\":\"redis://a:***@c\",\"x\":\"d@e\"}"},
      {"postgres://h/db?user=me&password=pw&sslmode=require",
       "postgres://h/db?user=me&password=***&sslmode=require"},
      {"https://h/send?access_token=t0k", "https://h/send?access_token=***"},
      {"https://h/send?tokens=3&password=", "https://h/send?tokens=3&password="},
      {"://", "://"},
      {"a://b://c:d@e", "a://b://c:***@e"},
  }));
  CAPTURE(url);
  CHECK(redact(url) == expected);
  CHECK(redact(redact(url)) == expected);
}

TEST_CASE("known secrets are redacted wherever they stand") {
  add_secret("tiger-lily");
  add_secret("tiger-lily-and-more");
  add_secret("lily-of-the-valley");
  add_secret("abc");
  add_secret("");
  CHECK(redact("tiger-lily") == "***");
  CHECK(redact("x tiger-lily-and-more y tiger-lily z") == "x *** y *** z");
  // Two that overlap: no part of either is left over.
  CHECK(redact("<tiger-lily-of-the-valley>") == "<***>");
  CHECK(redact("abc") == "abc");

  const Level level(LogLevel::warning);
  const CaptureStderr stream;
  Logger("tiger-lily").warning("AUTH tiger-lily refused by redis://u:p@h");
  CHECK(stream.text() == "objectos: warning: ***: AUTH *** refused by redis://u:***@h\n");
}

TEST_CASE("logging and adding secrets from several threads") {
  const Level level(LogLevel::warning);
  const CaptureStderr stream;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([i] {
      for (int n = 0; n < 50; ++n) {
        const std::string secret = "secret-of-thread-" + std::to_string(i) + "-" + std::to_string(n) + ".";
        add_secret(secret);
        Logger("t").warning(secret);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  std::string expected;
  for (int n = 0; n < 200; ++n) expected += "objectos: warning: t: ***\n";
  CHECK(stream.text() == expected);
}
