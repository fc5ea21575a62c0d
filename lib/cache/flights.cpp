#include "cache/flights.hpp"

#include <future>
#include <thread>

#include "objectos/error.hpp"

namespace objectos {

struct Flights::Flight {
  std::thread::id pilot = std::this_thread::get_id();
  std::promise<Value> result;
  std::shared_future<Value> landed = result.get_future().share();
};

Value Flights::join(const std::string& key, const std::function<Value()>& compute) {
  std::unique_lock lock(mutex_);
  const auto [at, is_first] = under_way_.try_emplace(key);
  if (is_first) at->second = std::make_shared<Flight>();
  const std::shared_ptr<Flight> flight = at->second;
  lock.unlock();
  if (is_first) {
    try {
      flight->result.set_value(compute());
    } catch (...) {
      flight->result.set_exception(std::current_exception());
    }
    land(key);
  } else if (flight->pilot == std::this_thread::get_id()) {
    throw Error(Errc::usage,
                Message("cache.computes_itself", "the computation of {{key}} asks for its own result", {{"key", key}}));
  }
  return flight->landed.get();
}

void Flights::land(const std::string& key) {
  const std::lock_guard lock(mutex_);
  under_way_.erase(key);
}

}  // namespace objectos
