#include "objectos/log.hpp"

#include <spdlog/details/log_msg.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <atomic>
#include <memory>

namespace objectos {
namespace {

std::atomic<LogLevel> level_now{LogLevel::warning};

spdlog::level::level_enum spdlog_level(LogLevel level) noexcept {
  switch (level) {
    case LogLevel::debug: return spdlog::level::debug;
    case LogLevel::info: return spdlog::level::info;
    case LogLevel::warning: return spdlog::level::warn;
    case LogLevel::error: return spdlog::level::err;
    case LogLevel::off: break;
  }
  return spdlog::level::off;
}

// A sink of our own, without a logger in spdlog's registry: the registry is the program's, not the library's.
// Made by the first line that is written, since starting fast matters more than logging; never destroyed,
// since other threads may log while the process ends.
spdlog::sinks::sink& standard_error() {
  static spdlog::sinks::sink& sink = [&]() -> spdlog::sinks::sink& {
    auto made = std::make_unique<spdlog::sinks::stderr_sink_mt>();
    made->set_formatter(std::make_unique<spdlog::pattern_formatter>("objectos: %l: %n: %v"));
    return *made.release();
  }();
  return sink;
}

}  // namespace

void set_log_level(LogLevel level) noexcept {
  level_now.store(level, std::memory_order_relaxed);
}
LogLevel log_level() noexcept {
  return level_now.load(std::memory_order_relaxed);
}

void Logger::write(LogLevel level, std::string_view text) const noexcept {
  if (level < log_level() || level == LogLevel::off) return;
  try {
    const std::string name = printable(redact(name_));
    const std::string line = printable(redact(text));
    standard_error().log(spdlog::details::log_msg(name, spdlog_level(level), line));
  } catch (...) {
    // No memory, or nobody reads stderr: a message is lost, the work goes on.
  }
}

}  // namespace objectos
