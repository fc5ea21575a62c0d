// What may be said and done after a server failed: the same words and rules for every backend behind a network.
#pragma once

#include <chrono>
#include <optional>

#include "net/stream.hpp"
#include "objectos/error.hpp"

namespace objectos::net {

/// A server did not answer in `time`.
Error no_answer(Millis time);
/// True for such an error: asked again, a server that hangs would cost double.
bool is_late(const Error& error);

/// The same error for a write that was sent and not answered. Refusals stay as they are.
Error of_unknown_fate(const Error& error);

/// After a failure to connect the same failure again for a second, so that a million commands do not wait a million
/// times.
class Breaker {
 public:
  /// What `connect` gives; throws the last failure while it is fresh, without a try.
  template <class Connect>
  auto guard(Connect connect) {
    if (failure_ && std::chrono::steady_clock::now() < until_) throw *failure_;
    try {
      return connect();
    } catch (const Error& error) {
      failure_.emplace(error);
      until_ = after(std::chrono::seconds(1));
      throw;
    }
  }

 private:
  std::optional<Error> failure_;
  Deadline until_{};
};

}  // namespace objectos::net
