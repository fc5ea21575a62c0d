// Formatters are dear to make and cheap to use: those that were made are kept, up to a number of them.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace objectos::format {

/// Thread safe. `Formatter` is shared by threads: it is immutable, or has a lock of its own.
template <class Formatter>
class Cached {
 public:
  /// The formatter of that key, made by `make()` if it is not there.
  template <class Make>
  std::shared_ptr<const Formatter> get(std::string_view key, Make make) const {
    {
      const std::lock_guard lock(mutex_);
      if (const auto found = by_key_.find(key); found != by_key_.end()) return found->second;
    }
    std::shared_ptr<const Formatter> made = make();
    const std::lock_guard lock(mutex_);
    if (by_key_.size() >= most) by_key_.clear();
    return by_key_.emplace(key, std::move(made)).first->second;
  }

 private:
  static constexpr std::size_t most = 500;
  mutable std::mutex mutex_;
  mutable std::map<std::string, std::shared_ptr<const Formatter>, std::less<>> by_key_;
};

}  // namespace objectos::format
