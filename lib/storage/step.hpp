// What a step means, apart from where it is done: every backend that works by reading and writing in one
// critical section shares this. Backends in modules use it, too.
#pragma once

#include <optional>

#include "objectos/storage.hpp"

namespace objectos {

/// What a step makes of the present entry.
struct Evaluation {
  Outcome outcome;
  std::optional<Entry> entry;  ///< to be written, if outcome.applied; its key is empty
};

/// `current` is null if the key is absent or expired at `now_ms`. Error(data), naming `key`, if the step
/// cannot be done on the present value; Error(usage) if the expiry leaves the calendar.
OBJECTOS_API Evaluation evaluate(const Step& step, std::string_view key, const Entry* current, std::int64_t now_ms);

/// The instant at which `expiry` ends an entry written at `now_ms`; `keep` takes the current entry's.
OBJECTOS_API std::optional<std::int64_t> expires_at(const Expiry& expiry, const Entry* current, std::int64_t now_ms);

/// The action, done by the backend's single operations. Afterwards `action` is of the same kind, its value is gone.
OBJECTOS_API Outcome run(StorageBackend& backend, std::string_view key, Action&& action);

}  // namespace objectos
