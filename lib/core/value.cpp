#include "objectos/value.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "objectos/error.hpp"
#include "objectos/text.hpp"

namespace objectos {
namespace {

/// Without the blanks around it: other programs may have stored some.
std::string_view trimmed(std::string_view json) {
  constexpr std::string_view blanks = " \t\r\n";
  json.remove_prefix(std::min(json.find_first_not_of(blanks), json.size()));
  return json.substr(0, json.find_last_not_of(blanks) + 1);
}

}  // namespace

Value Value::string(std::string_view utf8) {
  if (!is_utf8(utf8))
    throw Error(Errc::data, Message("value.utf8", "value: not valid UTF-8"),
                Message("value.utf8_hint", "binary data is stored with --as bytes"));
  std::string text;
  text.reserve(utf8.size() + 2);
  json::append_string(text, utf8);
  return Value(std::move(text), false);
}

Value Value::json(std::string_view text, json::Place place) {
  json::check(text, place);
  return Value(json::compact(text), false);
}

Value Value::stored(std::string text, json::Place place) {
  json::check(text, place);
  return Value(std::move(text), false);
}

Value Value::bytes(std::string raw) {
  return Value(std::move(raw), true);
}

Value Value::number(std::int64_t n) {
  return Value(std::to_string(n), false);
}

Value Value::number(double x) {
  if (!std::isfinite(x))
    throw Error(Errc::data, Message("value.not_finite", "number: the result is not finite"));
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, x).ptr;
  return Value(std::string(buffer, end), false);
}

Value::Type Value::type() const noexcept {
  if (bytes_) return Type::bytes;
  switch (json::kind_of(text_)) {
    case json::Kind::string: return Type::string;
    case json::Kind::number: return Type::number;
    case json::Kind::boolean: return Type::boolean;
    case json::Kind::null: return Type::null;
    case json::Kind::object: return Type::object;
    case json::Kind::array: break;
  }
  return Type::array;
}

std::string Value::text() const {
  if (bytes_) return text_;
  const std::string_view json = trimmed(text_);
  if (type() != Type::string) return std::string(json);
  std::string out;
  out.reserve(json.size());
  json::append_unquoted(out, json);
  return out;
}

void Value::append_json(std::string& out) const {
  if (bytes_) {
    json::append_bytes(out, text_);
  } else if (text_.find('\n') != text_.npos) {
    out.append(json::compact(text_));  // one document, one line: a newline in valid JSON is a blank
  } else {
    out.append(text_);
  }
}

std::string_view type_name(Value::Type type) noexcept {
  switch (type) {
    case Value::Type::string: return "string";
    case Value::Type::number: return "number";
    case Value::Type::boolean: return "boolean";
    case Value::Type::null: return "null";
    case Value::Type::object: return "object";
    case Value::Type::array: return "array";
    case Value::Type::bytes: break;
  }
  return "bytes";
}

}  // namespace objectos
