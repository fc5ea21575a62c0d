#include "http/members.hpp"

#include <algorithm>

#include "objectos/error.hpp"
#include "objectos/json.hpp"

namespace objectos::http {
namespace {

constexpr json::Place in_body{"body", 1};

[[noreturn]] void wrong_type(std::string_view name, const char* wanted) {
  throw Error(Errc::usage, Message("serve.member_type", "{{name}} is not {{wanted}}",
                                   {{"name", name}, {"wanted", wanted}}));
}

std::string unquoted(std::string_view text) {
  std::string out;
  json::append_unquoted(out, text);
  return out;
}

}  // namespace

Members::Members(std::string_view body) {
  json::Reader reader(body, in_body);
  if (reader.peek() != json::Kind::object)
    throw Error(Errc::data, Message("serve.body", "the body is not a JSON object"));
  reader.begin_object();
  std::string_view key;
  std::string scratch;
  while (reader.next_key(key, scratch)) {
    const auto is_same = [&](const auto& known) { return known.first == key; };
    if (std::any_of(members_.begin(), members_.end(), is_same))
      throw Error(Errc::data, Message("serve.member_twice", "{{name}} stands twice", {{"name", key}}));
    std::string name(key);
    members_.emplace_back(std::move(name), reader.value());
  }
  reader.end();
}

std::optional<std::string_view> Members::take(std::string_view name) {
  const auto found =
      std::find_if(members_.begin(), members_.end(), [&](const auto& known) { return known.first == name; });
  if (found == members_.end()) return std::nullopt;
  const std::string_view text = found->second;
  members_.erase(found);
  return text;
}

std::optional<std::string> Members::take_string(std::string_view name) {
  const auto text = take(name);
  if (!text || json::kind_of(*text) == json::Kind::null) return std::nullopt;
  if (json::kind_of(*text) != json::Kind::string) wrong_type(name, "a string");
  return unquoted(*text);
}

std::optional<bool> Members::take_flag(std::string_view name) {
  const auto text = take(name);
  if (!text || json::kind_of(*text) == json::Kind::null) return std::nullopt;
  if (json::kind_of(*text) != json::Kind::boolean) wrong_type(name, "true or false");
  return *text == "true";
}

std::vector<std::string> Members::take_strings(std::string_view name) {
  const auto text = take(name);
  if (!text || json::kind_of(*text) == json::Kind::null) return {};
  if (json::kind_of(*text) == json::Kind::string) return {unquoted(*text)};
  if (json::kind_of(*text) != json::Kind::array) wrong_type(name, "a string or a list of strings");
  std::vector<std::string> all;
  json::Reader reader(*text, in_body);
  reader.begin_array();
  while (reader.next_element()) {
    const std::string_view item = reader.value();
    if (json::kind_of(item) != json::Kind::string) wrong_type(name, "a string or a list of strings");
    all.push_back(unquoted(item));
  }
  return all;
}

std::vector<std::pair<std::string, std::string>> Members::take_texts(std::string_view name) {
  const auto text = take(name);
  if (!text || json::kind_of(*text) == json::Kind::null) return {};
  if (json::kind_of(*text) != json::Kind::object) wrong_type(name, "an object");
  std::vector<std::pair<std::string, std::string>> all;
  json::Reader reader(*text, in_body);
  reader.begin_object();
  std::string_view key;
  std::string scratch;
  while (reader.next_key(key, scratch)) {
    std::string member(key);
    const std::string_view value = reader.value();
    const json::Kind kind = json::kind_of(value);
    if (kind == json::Kind::object || kind == json::Kind::array)
      wrong_type(name, "an object of texts and numbers");
    all.emplace_back(std::move(member), kind == json::Kind::string ? unquoted(value) : std::string(value));
  }
  return all;
}

void Members::end() const {
  if (members_.empty()) return;
  throw Error(Errc::usage,
              Message("serve.member", "there is no member {{name}}", {{"name", members_.front().first}}));
}

}  // namespace objectos::http
