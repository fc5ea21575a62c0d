#include "objectos/single_flight.hpp"

#include <filesystem>
#include <thread>
#include <vector>

#include "catch.hpp"
#include "scratch.hpp"

using objectos::SingleFlight;
using Turn = SingleFlight::Turn;

TEST_CASE("one makes the result, the others get it", "[single_flight]") {
  Scratch scratch;
  const std::string directory = scratch.path("locks");
  SingleFlight maker(directory, "k"), early(directory, "k"), other(directory, "other");
  REQUIRE(maker.wait() == Turn::make);
  CHECK(SingleFlight::is_under_way(directory, "k"));
  CHECK(other.wait() == Turn::make);
  const auto now = std::chrono::steady_clock::now();
  CHECK(early.wait(now) == Turn::late);
  std::vector<std::thread> threads;
  std::vector<std::string> results(8);
  std::vector<std::unique_ptr<SingleFlight>> waiting;
  for (std::string& result : results) {
    auto& flight = *waiting.emplace_back(std::make_unique<SingleFlight>(directory, "k"));
    threads.emplace_back([&flight, &result] {
      if (flight.wait() == Turn::result) result = flight.result();
    });
  }
  maker.finish(std::string("a\0b", 3));
  for (std::thread& thread : threads) thread.join();
  for (const std::string& result : results) CHECK(result == std::string("a\0b", 3));
  CHECK_FALSE(SingleFlight::is_under_way(directory, "k"));
  // Who comes later makes it anew.
  CHECK(SingleFlight(directory, "k").wait() == Turn::make);
}

TEST_CASE("a maker that gives up is replaced by one who waits", "[single_flight]") {
  Scratch scratch;
  auto maker = std::make_unique<SingleFlight>(scratch.path("locks"), "k");
  SingleFlight waiter(scratch.path("locks"), "k");
  REQUIRE(maker->wait() == Turn::make);
  maker.reset();
  CHECK(waiter.wait() == Turn::make);
  waiter.finish("done");
}

TEST_CASE("a maker that dies between taking its file away and writing the result is replaced",
          "[single_flight]") {
  Scratch scratch;
  const std::string directory = scratch.path("locks");
  auto maker = std::make_unique<SingleFlight>(directory, "k");
  SingleFlight first(directory, "k"), second(directory, "k");
  REQUIRE(maker->wait() == Turn::make);
  REQUIRE(std::filesystem::remove(directory + "/k"));  // as finish() does first
  maker.reset();
  CHECK(first.wait() == Turn::make);
  CHECK(second.wait(std::chrono::steady_clock::now()) == Turn::late);  // joined the first at its new file
  first.finish("done");
  CHECK(second.wait() == Turn::result);
  CHECK(second.result() == "done");
}
