// 4. An API that each user may call so often: counted in `api.requests.total` and `api.rate_limit.exceeded`.
//
//   limited_api RATE     reads a user a line, prints the status an HTTP server would answer
#include <objectos/error.hpp>
#include <objectos/kernel.hpp>
#include <objectos/metrics.hpp>
#include <objectos/rate_limiter.hpp>
#include <objectos/storage.hpp>

#include <iostream>
#include <memory>

class LimitedApi {
 public:
  LimitedApi(const objectos::ObjectOS& os, objectos::Rate rate)
      : limiter_(*os.get_service<objectos::Storage>("storage"), {.rate = rate}, "api") {
    if (os.has_service("metrics")) metrics_ = os.get_service<objectos::Metrics>("metrics");
  }

  std::string answer(const std::string& user) {
    const objectos::RateVerdict verdict = limiter_.check(user);
    count("api.requests.total", {{"status", verdict.allowed ? "200" : "429"}});
    if (verdict.allowed) return "200 X-RateLimit-Remaining: " + std::to_string(verdict.remaining);
    count("api.rate_limit.exceeded", {{"user", user}});
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(verdict.retry_after).count();
    return "429 Retry-After: " + std::to_string(seconds);
  }

 private:
  /// What is not counted is no reason not to answer.
  void count(std::string_view name, objectos::LabelList labels) {
    if (!metrics_) return;
    try {
      metrics_->increment_counter(name, 1, labels);
    } catch (const objectos::Error& error) {
      objectos::Logger("api").warning(error.what());
    }
  }
  objectos::RateLimiter limiter_;
  std::shared_ptr<objectos::Metrics> metrics_;
};

int main(int argc, char** argv) try {
  if (argc != 2) {
    std::cerr << "usage: limited_api RATE < USERS\n";
    return 2;
  }
  objectos::ObjectOS os(objectos::Config::load(objectos::ConfigSources::process()));
  os.register_plugin(std::make_unique<objectos::StoragePlugin>());
  os.register_plugin(std::make_unique<objectos::MetricsPlugin>());
  os.start();
  LimitedApi api(os, objectos::parse_rate(argv[1]));
  for (std::string user; std::getline(std::cin, user);) std::cout << api.answer(user) << '\n';
  return 0;
} catch (const objectos::Error& error) {
  std::cerr << "limited_api: " << error.what() << '\n';
  return static_cast<int>(error.code());
}
