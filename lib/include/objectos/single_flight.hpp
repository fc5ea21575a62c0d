// Several processes of this host want the same result: one makes it, the others wait for it.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "objectos/api.hpp"

namespace objectos {

/// Joined by name, through a file in a directory: the first to come makes the result, and the file holds it until all
/// who waited have read it. If its maker dies, one of those who wait takes its place. Not thread safe.
class OBJECTOS_API SingleFlight {
 public:
  /// Joins; the directory is made where it is missing. Error(unavailable, denied) for what the file system says.
  SingleFlight(const std::string& directory, const std::string& name);
  ~SingleFlight();
  SingleFlight(const SingleFlight&) = delete;
  SingleFlight& operator=(const SingleFlight&) = delete;

  /// True if somebody makes it now.
  static bool is_under_way(const std::string& directory, const std::string& name);

  enum class Turn { make, result, late };
  /// Waits: make, and it is this process's turn; result, and result() has it; late: neither by `deadline`.
  Turn wait(std::optional<std::chrono::steady_clock::time_point> deadline = {});
  const std::string& result() const noexcept { return result_; }
  /// After make: gives the result to those who wait. Without it the next of them makes it.
  void finish(const std::string& result);

 private:
  void open();
  bool has_result();
  std::string path_;
  int descriptor_ = -1;
  bool makes_ = false;
  std::string result_;
};

}  // namespace objectos
