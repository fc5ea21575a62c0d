#include "storage/lock_record.hpp"

#include "objectos/error.hpp"
#include "objectos/json.hpp"

namespace objectos {
namespace {

LockRecord::Holding holding(json::Reader& reader) {
  LockRecord::Holding found;
  std::string_view key;
  std::string scratch, value;
  reader.begin_object();
  while (reader.next_key(key, scratch)) {
    if (key == "token") {
      found.token = reader.integer();
    } else if (key == "expires_at") {
      found.expires_at = reader.integer();
    } else if (key == "since") {
      found.since = reader.integer();
    } else if (key == "pid") {
      found.pid = reader.integer();
    } else if (key == "host") {
      found.host = reader.string(value);
    } else if (key == "command") {
      found.command = reader.string(value);
    } else if (key == "kernel_lock") {
      found.kernel_lock = reader.string(value);
    } else {
      reader.value();
    }
  }
  return found;
}

}  // namespace

LockRecord LockRecord::parse(std::string_view key, const Value& value) {
  LockRecord record;
  if (value.type() != Value::Type::object)
    throw Error(Errc::data, Message("lock.foreign", "the value is not a lock's")).at(key);
  json::Reader reader(value.raw(), {key, 1});
  std::string_view name;
  std::string scratch;
  reader.begin_object();
  while (reader.next_key(name, scratch)) {
    if (name == "last") {
      record.last = reader.integer();
    } else if (name == "holdings") {
      reader.begin_array();
      while (reader.next_element()) record.holdings.push_back(holding(reader));
    } else {
      reader.value();
    }
  }
  return record;
}

Value LockRecord::value() const {
  std::string text = "{\"last\":" + std::to_string(last) + ",\"holdings\":[";
  for (const Holding& one : holdings) {
    if (text.back() == '}') text += ',';
    text += "{\"token\":" + std::to_string(one.token) + ",\"expires_at\":" + std::to_string(one.expires_at) +
            ",\"since\":" + std::to_string(one.since) + ",\"pid\":" + std::to_string(one.pid) + ",\"host\":";
    json::append_string(text, one.host);
    text += ",\"command\":";
    json::append_string(text, one.command);
    if (!one.kernel_lock.empty()) {
      text += ",\"kernel_lock\":";
      json::append_string(text, one.kernel_lock);
    }
    text += '}';
  }
  return Value::trusted(text + "]}");
}

const LockRecord::Holding* LockRecord::current(std::int64_t token, std::int64_t now_ms) const noexcept {
  for (const Holding& one : holdings) {
    if (one.token == token && one.expires_at > now_ms) return &one;
  }
  return nullptr;
}

std::string lock_key(std::string_view name) {
  return std::string(lock_scope).append(":").append(name);
}

}  // namespace objectos
