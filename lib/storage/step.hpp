// What a step means, apart from where it is done: every backend that works by reading and writing in one
// critical section shares this. Backends in modules use it, too.
#pragma once

#include <optional>

#include "objectos/storage.hpp"

namespace objectos {

/// What a step makes of the present entry.
struct Evaluation {
  Outcome outcome;
  std::optional<Entry> entry;  ///< to be written; its key counts for nothing
};

/// `current` is null if the key is absent or expired at `now_ms`. Error(data), naming `key`, if the step
/// cannot be done on the present value; Error(usage) if the expiry leaves the calendar.
OBJECTOS_API Evaluation evaluate(const Step& step, std::string_view key, const Entry* current, std::int64_t now_ms);

/// The instant at which `expiry` ends an entry written at `now_ms`; `keep` takes the current entry's.
OBJECTOS_API std::optional<std::int64_t> expires_at(const Expiry& expiry, const Entry* current, std::int64_t now_ms);

/// True for a step that does nothing where there is no entry: it must not create the store either.
OBJECTOS_API bool changes_only(const Step& step);

/// True if the token is a current holding of the lock. A step of its own: where rows are locked one by one, the
/// holding stays as it is until the transaction ends.
OBJECTOS_API bool holds_lock(StorageBackend& backend, const Fence& fence);
/// A fenced put by groups of operations on the backend, where these are transactions. `mark`: the key that remembers
/// the largest token that wrote `key`.
OBJECTOS_API Outcome put_fenced(StorageBackend& backend, std::string_view key, const FencedPut& step,
                                std::string_view mark);
/// The mark of a key, for backends without hash slots.
OBJECTOS_API std::string fence_mark(std::string_view key);

/// The same as a step; of an action that is one.
OBJECTOS_API Step step_of(Action&& action);

/// The action, done by the backend's single operations. Afterwards `action` is of the same kind, its value is gone.
OBJECTOS_API Outcome run(StorageBackend& backend, std::string_view key, Action&& action);

}  // namespace objectos
