#include "patterns/session_record.hpp"

#include "objectos/error.hpp"
#include "objectos/json.hpp"

namespace objectos {
namespace {

[[noreturn]] void corrupt() {
  throw Error(Errc::data, Message("session.corrupt", "what is stored there is no session"));
}

std::int64_t read_number(json::Reader& reader) {
  const std::int64_t number = reader.integer();
  if (number <= 0) corrupt();
  return number;
}

/// Runs over an object's members; any fault in the text is the same error.
template <class Each>
void each_member(const std::string& text, Each each) {
  try {
    json::Reader reader(text);
    std::string scratch;
    std::string_view key;
    reader.begin_object();
    while (reader.next_key(key, scratch)) each(std::string(key), reader);
    reader.end();
  } catch (const Error&) {
    corrupt();
  }
}

}  // namespace

SessionRecord SessionRecord::read(const std::string& text) {
  SessionRecord record;
  each_member(text, [&record](const std::string& key, json::Reader& reader) {
    std::string scratch;
    if (key == "user") {
      record.user = reader.string(scratch);
    } else if (key == "data") {
      record.data = json::compact(reader.value());
    } else if (key == "created_at") {
      record.created_at = read_number(reader);
    } else if (key == "last_access") {
      record.last_access = read_number(reader);
    } else if (key == "ttl") {
      record.ttl = read_number(reader);
    } else if (key == "listed_until") {
      record.listed_until = read_number(reader);
    } else {
      corrupt();
    }
  });
  if (record.user.empty() || record.data.empty() || record.created_at == 0 || record.last_access == 0 ||
      record.ttl == 0 || record.listed_until == 0)
    corrupt();
  return record;
}

std::string SessionRecord::text() const {
  std::string text = "{\"user\":";
  json::append_string(text, user);
  text += ",\"data\":" + data + ",\"created_at\":" + std::to_string(created_at) +
          ",\"last_access\":" + std::to_string(last_access) + ",\"ttl\":" + std::to_string(ttl) +
          ",\"listed_until\":" + std::to_string(listed_until) + '}';
  return text;
}

SessionList read_session_list(const std::string& text) {
  SessionList list;
  each_member(text, [&list](const std::string& id, json::Reader& reader) { list[id] = read_number(reader); });
  return list;
}

std::string session_list_text(const SessionList& list) {
  std::string text = "{";
  for (const auto& [id, until] : list) {
    if (text.size() > 1) text += ',';
    json::append_string(text, id);
    text += ':' + std::to_string(until);
  }
  return text + '}';
}

}  // namespace objectos
