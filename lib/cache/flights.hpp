// Computations under way: who asks for the same key meanwhile waits for the one that runs.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "objectos/value.hpp"

namespace objectos {

/// Thread safe.
class Flights {
 public:
  /// What `compute` returns or throws: this thread's, or that of the thread that was first. Error(usage) if this
  /// thread's own computation of the key is under way.
  Value join(const std::string& key, const std::function<Value()>& compute);

 private:
  struct Flight;
  void land(const std::string& key);
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Flight>> under_way_;
};

}  // namespace objectos
