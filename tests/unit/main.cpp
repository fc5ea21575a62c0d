// main() of the test executables, compiled once. Where OBJECTOS_TEST_CASES names a file, every test case is
// written there as it begins and ends: tests/run.sh counts from that, and a crash leaves a beginning without
// end.
#define CATCH_CONFIG_RUNNER
#include "catch.hpp"

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <string>

namespace {

#if CATCH_VERSION_MAJOR >= 3
using ListenerBase = Catch::EventListenerBase;
const std::string& name_of(const Catch::TestCaseStats& stats) {
  return stats.testInfo->name;
}
#else
using ListenerBase = Catch::TestEventListenerBase;
const std::string& name_of(const Catch::TestCaseStats& stats) {
  return stats.testInfo.name;
}
#endif

class CaseLog : public ListenerBase {
 public:
  using ListenerBase::ListenerBase;

  void testCaseStarting(const Catch::TestCaseInfo& info) override {
    ListenerBase::testCaseStarting(info);
    if (const char* file = std::getenv("OBJECTOS_TEST_CASES"); file && !log_.is_open())
      log_.open(file, std::ios::app);
    started_ = std::chrono::steady_clock::now();
    log_ << "start\t" << info.name << std::endl;
  }

  void testCaseEnded(const Catch::TestCaseStats& stats) override {
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started_;
    // A test case without an assertion has shown nothing.
    const bool passed = stats.totals.assertions.allOk() && stats.totals.assertions.total() > 0;
    log_ << (passed ? "ok\t" : "FAIL\t") << took.count() << '\t' << name_of(stats) << std::endl;
    ListenerBase::testCaseEnded(stats);
  }

 private:
  std::ofstream log_;
  std::chrono::steady_clock::time_point started_;
};

}  // namespace
CATCH_REGISTER_LISTENER(CaseLog)

int main(int argc, char** argv) {
  return Catch::Session().run(argc, argv);
}
