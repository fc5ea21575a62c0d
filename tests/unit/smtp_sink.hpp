// An SMTP server that keeps what it gets, or misbehaves as it is told: tools/smtp_sink.py.
#pragma once

#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "scratch.hpp"

class SmtpSink {
 public:
  struct Mail {
    std::string bytes;
    nlohmann::json envelope;
  };

  explicit SmtpSink(std::vector<std::string> words = {}) {
    words.insert(words.begin(), {"python3", OBJECTOS_TEST_TOOLS "/smtp_sink.py", "--dir", scratch_.path(),
                                 "--log", scratch_.path("log")});
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    int ends[2];
    if (::pipe(ends) != 0) throw std::runtime_error("pipe");
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
    ::posix_spawn_file_actions_addclose(&actions, ends[0]);
    if (::posix_spawnp(&pid_, "python3", &actions, nullptr, argv.data(), environ) != 0)
      throw std::runtime_error("python3");
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    std::string line;
    char c = 0;
    while (::read(ends[0], &c, 1) == 1 && c != '\n') line += c;
    ::close(ends[0]);
    port_ = std::stoi(line);
  }
  ~SmtpSink() { stop(); }
  SmtpSink(const SmtpSink&) = delete;
  SmtpSink& operator=(const SmtpSink&) = delete;

  int port() const { return port_; }
  void stop() {
    if (pid_ == 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = 0;
  }

  std::size_t mails() const {
    std::size_t n = 0;
    while (scratch_.exists(std::to_string(n + 1) + ".mail")) ++n;
    return n;
  }
  /// From 1.
  Mail mail(std::size_t number) const {
    const std::string stem = std::to_string(number);
    return {scratch_.content(stem + ".mail"), nlohmann::json::parse(scratch_.content(stem + ".json"))};
  }
  /// Everything that clients said, a line each with the connection's number in front.
  std::string log() const { return scratch_.exists("log") ? scratch_.content("log") : ""; }
  /// How many lines of the log hold this.
  std::size_t count(const std::string& text) const {
    std::size_t n = 0;
    const std::string all = log();
    for (auto at = all.find(text); at != all.npos; at = all.find(text, at + 1)) ++n;
    return n;
  }
  /// Waits until the log holds it.
  bool came_to(const std::string& text) const {
    for (int i = 0; i < 1000; ++i) {
      if (count(text) > 0) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return false;
  }

 private:
  Scratch scratch_;
  pid_t pid_ = 0;
  int port_ = 0;
};
