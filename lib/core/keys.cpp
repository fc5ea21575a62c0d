#include "core/keys.hpp"

#include <cstring>

#include "objectos/error.hpp"

namespace objectos {

void check_scope(std::string_view name) {
  if (name.empty())
    throw Error(Errc::usage, Message("storage.scope_empty", "a scope's name must not be empty"));
  if (name.find_first_of(std::string_view(":\n\0", 3)) != name.npos || !is_utf8(name)) {
    throw Error(Errc::usage, Message("storage.scope_invalid",
                                     "a scope's name is UTF-8 text without \":\", newline or NUL"));
  }
}

}  // namespace objectos

namespace objectos::keys {
namespace {

/// True if some byte of the word is zero.
bool has_zero(std::uint64_t word) {
  return ((word - 0x0101010101010101u) & ~word & 0x8080808080808080u) != 0;
}

/// Most keys: short, ASCII, without NUL and newline. One look at eight bytes a time; others are looked at again.
bool is_plain(std::string_view key) {
  constexpr std::uint64_t newlines = 0x0A0A0A0A0A0A0A0Au;
  const auto is_plain_word = [](std::uint64_t word) {
    return (word & 0x8080808080808080u) == 0 && !has_zero(word) && !has_zero(word ^ newlines);
  };
  std::uint64_t word;
  std::size_t i = 0;
  for (; i + 8 <= key.size(); i += 8) {
    std::memcpy(&word, key.data() + i, 8);
    if (!is_plain_word(word)) return false;
  }
  if (i == key.size()) return true;
  word = 0x2020202020202020u;
  std::memcpy(&word, key.data() + i, key.size() - i);
  return is_plain_word(word);
}

[[noreturn]] void bad_key(const Message& why) {
  throw Error(Errc::usage, why);
}

}  // namespace

void check(std::string_view key, std::string_view scope) {
  if (key.empty()) bad_key(Message("storage.key_empty", "a key must not be empty"));
  if (!is_plain(key)) {
    if (key.find('\n') != key.npos || key.find('\0') != key.npos) {
      bad_key(Message("storage.key_newline", "a key must not hold a newline or NUL"));
    }
    if (!is_utf8(key)) bad_key(Message("storage.key_utf8", "a key must be valid UTF-8"));
  }
  const std::size_t size = key.size() + (scope.empty() ? 0 : scope.size() + 1);
  if (size > max_key_bytes) {
    bad_key(Message("storage.key_too_long",
                    "the key is {{size}} bytes long, with its scope; the limit is {{limit}}",
                    {{"size", size}, {"limit", max_key_bytes}}));
  }
}

void check_scope(std::string_view name, std::string_view outer) {
  objectos::check_scope(name);
  if (!outer.empty())
    throw Error(Errc::usage, Message("storage.scope_nested", "a scope cannot hold another scope"));
}

void check_ttl(Millis ttl) {
  if (ttl.count() <= 0)
    throw Error(Errc::usage, Message("storage.ttl_not_positive", "a TTL must be longer than 0"));
}

void check_value(const Value& value) {
  if (value.raw().size() > max_value_bytes) {
    throw Error(
        Errc::data,
        Message("storage.value_too_large", "value: {{size}} are too large, the limit is {{limit}}",
                {{"size", format_size(value.raw().size())}, {"limit", format_size(max_value_bytes)}}));
  }
}

std::int64_t checked_instant(std::int64_t instant) {
  if (instant > max_time_ms)
    throw Error(Errc::usage, Message("storage.ttl_too_long", "the TTL ends after the year 9999"));
  return instant == 0 ? 1 : instant;
}

std::int64_t ends_at(std::int64_t now_ms, Millis ttl) {
  std::int64_t instant = 0;
  return checked_instant(__builtin_add_overflow(now_ms, ttl.count(), &instant) ? max_time_ms + 1 : instant);
}

bool can_be_ours(std::string_view key) {
  return !key.empty() && key.size() <= max_key_bytes && key.find_first_of(std::string_view("\n\0", 2)) == key.npos &&
         is_utf8(key);
}

std::string_view scope_of(std::string_view stored_key) {
  const auto colon = stored_key.find(':');
  return colon == stored_key.npos ? std::string_view() : stored_key.substr(0, colon);
}

std::string scope_prefix(std::string_view scope) {
  return scope.empty() ? std::string() : std::string(scope) + ":";
}

std::string checked_scope_prefix(std::string_view scope) {
  if (!scope.empty()) check_scope(scope);
  return scope_prefix(scope);
}

Range in_scope(const Range& range, std::string_view scope) {
  if (scope.empty()) return range;
  const std::string prefix = scope_prefix(scope);
  return {Glob(Glob::escape(prefix) + range.pattern.pattern()), range.after.empty() ? "" : prefix + range.after,
          range.with_values};
}

}  // namespace objectos::keys
