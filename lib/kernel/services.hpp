// The services of one kernel, by name and type.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <typeinfo>
#include <vector>

namespace objectos::kernel {

/// Thread safe.
class Services {
 public:
  /// `owner` is whom take() knows it by. Error(usage) if the name is taken or there is no service.
  void add(std::string name, const void* owner, std::shared_ptr<void> service, const std::type_info& type);

  /// Error(unavailable) if there is none of that name, Error(usage) if it was registered with another type.
  /// Types are the same if they are called the same: each shared object may have type information of its own.
  std::shared_ptr<void> find(std::string_view name, const std::type_info& type) const;
  bool has(std::string_view name) const;

  /// Takes the services of `owner` out. They live at least until the result is dropped.
  std::vector<std::shared_ptr<void>> take(const void* owner);

 private:
  struct Entry {
    const void* owner;
    std::shared_ptr<void> service;
    std::string type;
  };
  Entry entry(std::string_view name) const;

  mutable std::mutex mutex_;
  std::map<std::string, Entry, std::less<>> entries_;
};

}  // namespace objectos::kernel
