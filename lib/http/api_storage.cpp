// /api/v1/storage
#include <charconv>

#include "http/api.hpp"
#include "http/members.hpp"
#include "http/need.hpp"
#include "objectos/json.hpp"
#include "objectos/storage.hpp"

namespace objectos::http {
namespace {

constexpr std::size_t default_limit = 1'000;
constexpr std::size_t max_limit = 100'000;

std::string time_or_null(const std::optional<std::int64_t>& ms) {
  return ms ? json::quoted(format_time(*ms)) : "null";
}

/// Seconds as a number, or a duration as text.
Millis duration_of(std::string_view member) {
  std::string text(member);
  if (json::kind_of(member) == json::Kind::string) {
    text.clear();
    json::append_unquoted(text, member);
  }
  try {
    return parse_duration(text);
  } catch (const Error& error) {
    throw error.at("ttl");
  }
}

bool flag_of(const std::optional<std::string>& text) {
  if (!text || *text == "false") return false;
  if (*text == "true") return true;
  throw Error(Errc::usage, Message("serve.flag", "\"{{text}}\" is neither true nor false", {{"text", *text}}))
      .at("values");
}

/// JSON, or bytes as JSON output has them: {"$base64":"…"}.
Value value_of(std::string_view member, const char* name) {
  if (json::kind_of(member) == json::Kind::object) {
    json::Reader reader(member, {name, 1});
    reader.begin_object();
    std::string_view key;
    std::string scratch;
    if (reader.next_key(key, scratch) && key == "$base64" && reader.peek() == json::Kind::string) {
      const std::string text(reader.string(scratch));
      auto raw = base64_decode(text);
      if (!raw) throw Error(Errc::data, Message("serve.base64", "{{name}} is not base64", {{"name", name}}));
      if (!reader.next_key(key, scratch)) return Value::bytes(std::move(*raw));
    }
  }
  return Value::json(member, {name, 1});
}

Put put_of(std::string_view body) {
  Members members(body);
  Put put{.value = Value(), .expiry = {}, .equals = {}};
  const auto value = members.take("value");
  if (!value) throw Error(Errc::usage, Message("cli.missing", "{{name}} is missing", {{"name", "value"}}));
  put.value = value_of(*value, "value");
  if (const auto ttl = members.take("ttl"); ttl && *ttl != "null")
    put.expiry = Expiry::after(duration_of(*ttl));
  if (members.take_flag("keep_ttl").value_or(false)) {
    if (put.expiry.kind != Expiry::Kind::never)
      throw Error(Errc::usage, Message("serve.ttl_and_keep", "ttl and keep_ttl exclude each other"));
    put.expiry = Expiry::keep();
  }
  if (const auto condition = members.take_string("if")) {
    if (*condition != "absent" && *condition != "present")
      throw Error(Errc::usage, Message("serve.if", "if is absent or present"));
    put.condition = *condition == "absent" ? Put::If::absent : Put::If::present;
  }
  if (const auto equals = members.take("if_value")) {
    if (put.condition != Put::If::always)
      throw Error(Errc::usage, Message("serve.two_conditions", "if and if_value exclude each other"));
    put.condition = Put::If::equals;
    put.equals = value_of(*equals, "if_value").text();
  }
  members.end();
  return put;
}

}  // namespace

/// Locks, limits, flags and sessions are not for everybody who may keep values here: the id of a session is a
/// secret, and a lock that somebody removes is held twice. `key` is empty for a list.
Storage Api::storage_in(Query& query, std::string_view key) const {
  Storage storage = need(services_.storage, "storage");
  if (const auto scope = query.take("scope")) storage = storage.scoped(*scope);
  query.end();
  if (is_reserved(storage.scope().empty() ? std::string(key) : storage.scope() + ":"))
    throw Error(Errc::denied,
                Message("serve.reserved", "these keys belong to locks, rate limits, flags and sessions"));
  return storage;
}

Reply Api::storage_list(const Request& request) {
  Query query(request.head.query);
  Range range;
  if (const auto pattern = query.take("match")) range.pattern = Glob(*pattern);
  range.after = query.take("after").value_or("");
  range.with_values = flag_of(query.take("values"));
  const std::size_t limit = query.take_count("limit", max_limit).value_or(default_limit);
  const Storage storage = storage_in(query, {});
  std::string keys;
  std::string last;
  std::size_t count = 0;
  bool has_more = false;
  storage.each(range, [&](const Entry& entry) {
    if (storage.scope().empty() && is_reserved(entry.key)) return true;
    if (count == limit) {
      has_more = true;
      return false;
    }
    keys += ++count > 1 ? "," : "";
    if (range.with_values) {
      keys.append("{\"key\":").append(json::quoted(entry.key)).append(",\"value\":");
      entry.value.append_json(keys);
      keys.append(",\"expires_at\":").append(time_or_null(entry.expires_at)).append("}");
    } else {
      json::append_string(keys, entry.key);
    }
    last = entry.key;
    return true;
  });
  return success((range.with_values ? "{\"entries\":[" : "{\"keys\":[") + keys +
                 "],\"next\":" + (has_more ? json::quoted(last) : "null") + "}");
}

Reply Api::storage_get(const Request& request) {
  Query query(request.head.query);
  const auto entry = storage_in(query, request.path).entry(request.path);
  if (!entry) return failure(404, "not_found", "there is no such key");
  std::string data = "{\"key\":";
  json::append_string(data, request.path);
  data += ",\"value\":";
  entry->value.append_json(data);
  return success(data + ",\"expires_at\":" + time_or_null(entry->expires_at) + "}");
}

Reply Api::storage_put(const Request& request) {
  Query query(request.head.query);
  Storage storage = storage_in(query, request.path);
  if (!storage.put(request.path, put_of(request.body)).applied)
    return failure(412, "condition", "the condition does not hold");
  return success("{\"key\":" + json::quoted(request.path) + ",\"set\":true}");
}

Reply Api::storage_delete(const Request& request) {
  Query query(request.head.query);
  if (!storage_in(query, request.path).remove(request.path))
    return failure(404, "not_found", "there is no such key");
  return success("{\"key\":" + json::quoted(request.path) + ",\"deleted\":true}");
}

}  // namespace objectos::http
