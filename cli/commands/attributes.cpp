#include "commands/attributes.hpp"

#include <map>

#include "objectos/error.hpp"
#include "objectos/json.hpp"

namespace objectos::cli {
namespace {

/// A value, or an object that is still being filled.
struct Attribute {
  std::string json;
  std::map<std::string, Attribute, std::less<>> members;

  std::string text() const {
    if (!json.empty()) return json;
    std::string object = "{";
    for (const auto& [name, member] : members) {
      if (object.size() > 1) object += ',';
      object += json::quoted(name) + ':' + member.text();
    }
    return object + '}';
  }
};

bool looks_like_json(std::string_view text) {
  return text == "true" || text == "false" || text == "null" ||
         (!text.empty() && (text.front() == '{' || text.front() == '[' || text.front() == '"'));
}

std::string value_json(std::string_view text) {
  if (!looks_like_json(text)) return Value::string(text).raw();
  try {
    return Value::json(text).raw();
  } catch (const Error& error) {
    throw error.as(Errc::usage)
        .with_hint(
            Message("flag.attribute_hint", "what begins like JSON is JSON; text is put in quotes then"));
  }
}

void add(Attribute& root, std::string_view word) {
  const auto equals = word.find('=');
  if (equals == word.npos || equals == 0) {
    throw Error(Errc::usage,
                Message("flag.attribute", "\"{{text}}\" is not of the form NAME=VALUE", {{"text", word}}));
  }
  std::string_view path = word.substr(0, equals);
  Attribute* at = &root;
  for (;;) {
    const auto dot = path.find('.');
    at->json.clear();
    at = &at->members[std::string(path.substr(0, dot))];
    if (dot == path.npos) break;
    path.remove_prefix(dot + 1);
  }
  at->json = value_json(word.substr(equals + 1));
}

}  // namespace

Value attributes_object(const std::vector<std::string_view>& words) {
  Attribute root;
  for (const std::string_view word : words) add(root, word);
  return Value::json(root.text());
}

}  // namespace objectos::cli
