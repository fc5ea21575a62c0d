#include "objectos/clock.hpp"

#include <ctime>

namespace objectos {

Clock::~Clock() = default;

namespace {
struct SystemClock final : Clock {
  std::int64_t now_ms() const override {
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    return std::int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1'000'000;
  }
};
}  // namespace

const Clock& Clock::system() noexcept {
  static const SystemClock clock;
  return clock;
}

}  // namespace objectos
