// A put by the holder of a lock, where operations on several keys can be one transaction.
#include <charconv>

#include "storage/lock_record.hpp"
#include "storage/step.hpp"

namespace objectos {
namespace {

/// False if a larger token has written the key.
bool raise_mark(StorageBackend& backend, std::string_view mark, std::int64_t token) {
  bool refused = false;
  backend.apply(mark, Update{[&](const Entry* current, std::int64_t) -> std::optional<Entry> {
                  const std::string text = current ? current->value.text() : "0";
                  std::int64_t largest = 0;
                  std::from_chars(text.data(), text.data() + text.size(), largest);
                  refused = largest > token;
                  if (largest >= token) return std::nullopt;
                  return Entry{{}, Value::number(token), {}};
                }});
  return !refused;
}

}  // namespace

bool holds_lock(StorageBackend& backend, const Fence& fence) {
  const std::string key = lock_key(fence.lock);
  bool held = false;
  backend.apply(key, Update{[&](const Entry* current, std::int64_t now_ms) -> std::optional<Entry> {
                  held = current && LockRecord::parse(key, current->value).current(fence.token, now_ms);
                  return std::nullopt;
                }});
  return held;
}

std::string fence_mark(std::string_view key) {
  return lock_key(fence_prefix).append(key);
}

Outcome put_fenced(StorageBackend& backend, std::string_view key, const FencedPut& step,
                   std::string_view mark) {
  const auto group = backend.begin(Access::write);
  if (!holds_lock(backend, step.fence) || !raise_mark(backend, mark, step.fence.token)) return {};
  Outcome outcome = backend.apply(key, step.put);
  if (outcome.applied) group->commit();
  return outcome;
}

}  // namespace objectos
