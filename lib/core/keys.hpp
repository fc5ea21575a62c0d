// The rules for keys, scopes, times to live and values that storage and cache have in common, each checked in
// this one place. What does not hold is Error(usage), but a value that is too large is Error(data).
#pragma once

#include <string>
#include <string_view>

#include "objectos/api.hpp"
#include "objectos/entry.hpp"

namespace objectos::keys {

/// `key` is what the user named; with its scope it must not be longer than max_key_bytes.
void check(std::string_view key, std::string_view scope);
/// The name of a scope, which is opened inside `outer` (empty: none): there is no scope inside a scope.
void check_scope(std::string_view name, std::string_view outer = {});
/// 0 and less would be "expired at once" here and "never" for the TypeScript plugin: neither is meant.
void check_ttl(Millis ttl);
void check_value(const Value& value);

/// When what is written at `now_ms` ends. Never 0, which is "never" for the TypeScript plugin. Error(usage) if it is
/// after the year 9999.
OBJECTOS_API std::int64_t ends_at(std::int64_t now_ms, Millis ttl);
std::int64_t checked_instant(std::int64_t instant);

/// True if this stored key could be one of ours: others may write beside it, and their keys are passed over.
OBJECTOS_API bool can_be_ours(std::string_view key);

/// The name of a stored key's scope, the text before its first ':'; empty: none.
OBJECTOS_API std::string_view scope_of(std::string_view stored_key);
/// What stored keys of a scope begin with: "NAME:", or nothing.
OBJECTOS_API std::string scope_prefix(std::string_view scope);
/// The same of a name that is checked first.
std::string checked_scope_prefix(std::string_view scope);
/// The same entries, by their stored keys.
Range in_scope(const Range& range, std::string_view scope);

}  // namespace objectos::keys
