// What the parts of the storage suite share.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "objectos/error.hpp"
#include "storage_suite.hpp"
#include "thrown.hpp"

namespace conformance {

std::vector<StorageCase> value_cases();
std::vector<StorageCase> expiry_cases();
std::vector<StorageCase> listing_cases();
std::vector<StorageCase> transaction_cases();
std::vector<StorageCase> pipeline_cases();
std::vector<StorageCase> exchange_cases();
std::vector<StorageCase> sharing_cases();
std::vector<StorageCase> flag_cases();
std::vector<StorageCase> session_cases();
std::vector<StorageCase> step_cases();
std::vector<StorageCase> lock_cases();

/// A case called as its function, blanks for underscores.
#define STORAGE_CASE(function, ...) named_case(#function, function, Capabilities{__VA_ARGS__})
inline StorageCase named_case(std::string name, void (*run)(StoreFixture&), Capabilities needs) {
  for (char& c : name) c = c == '_' ? ' ' : c;
  return {std::move(name), run, needs};
}

using objectos::Access;
using objectos::Entry;
using objectos::Expiry;
using objectos::Glob;
using objectos::Increment;
using objectos::Millis;
using objectos::OnConflict;
using objectos::Outcome;
using objectos::Put;
using objectos::Range;
using objectos::Storage;
using objectos::Value;
using Keys = std::vector<std::string>;

inline Value str(std::string_view text) {
  return Value::string(text);
}

/// What `get` prints; "(absent)" if there is nothing.
inline std::string text_of(const Storage& store, std::string_view key) {
  const auto value = store.get(key);
  return value ? value->text() : "(absent)";
}

inline Put put_if(Put::If condition, Value value, std::string equals = {}) {
  return Put{.value = std::move(value),
             .expiry = {},
             .condition = condition,
             .equals = std::move(equals),
             .want_previous = false};
}
inline Put put_until(Expiry expiry, Value value) {
  return Put{.value = std::move(value), .expiry = expiry, .equals = {}};
}

/// Everything a store holds: key → JSON text or bytes, type and expiry. Two stores are equal if these are.
inline std::map<std::string, std::string> contents(const Storage& store) {
  std::map<std::string, std::string> all;
  store.each({Glob(), {}, true}, [&all](const Entry& entry) {
    all[entry.key] = std::string(objectos::type_name(entry.value.type())) + ' ' + entry.value.raw() +
                     (entry.expires_at ? " until " + std::to_string(*entry.expires_at) : "");
    return true;
  });
  return all;
}

}  // namespace conformance
