#include "template/text_form.hpp"

#include <array>
#include <cmath>

#include "objectos/json.hpp"
#include "template/number_text.hpp"

namespace objectos::templates {
namespace {

constexpr std::array<bool, 256> make_escaped() {
  std::array<bool, 256> table{};
  for (const char c : {'&', '<', '>', '"', '\'', '`', '='}) table[static_cast<unsigned char>(c)] = true;
  return table;
}
constexpr std::array<bool, 256> is_escaped = make_escaped();

std::string_view html_of(char c) noexcept {
  switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#x27;";
    case '`': return "&#x60;";
    default: return "&#x3D;";
  }
}

}  // namespace

void append_text(std::string& out, const Value& value) {
  switch (value.kind()) {
    case Value::Kind::undefined:
    case Value::Kind::null: return;
    case Value::Kind::boolean: out.append(value.boolean() ? "true" : "false"); return;
    case Value::Kind::number: append_number(out, value.number()); return;
    case Value::Kind::string: out.append(value.text()); return;
    case Value::Kind::object: out.append("[object Object]"); return;
    case Value::Kind::array:
      for (std::size_t i = 0; i < value.size(); ++i) {
        if (i > 0) out.push_back(',');
        append_text(out, value.elements()[i]);
      }
  }
}

std::string key_text(const Value& value) {
  if (value.is_absent()) return value.is(Value::Kind::null) ? "null" : "undefined";
  std::string text;
  append_text(text, value);
  return text;
}

void append_html(std::string& out, std::string_view text) {
  const char* at = text.data();
  const char* const end = at + text.size();
  for (;;) {
    const char* const plain = at;
    while (at != end && !is_escaped[static_cast<unsigned char>(*at)]) ++at;
    out.append(plain, static_cast<std::size_t>(at - plain));
    if (at == end) return;
    out.append(html_of(*at++));
  }
}

void append_in_json_string(std::string& out, std::string_view text) {
  const std::size_t begin = out.size();
  json::append_string(out, text);
  out.pop_back();
  out.erase(begin, 1);
}

void append_json(std::string& out, const Value& value) {
  switch (value.kind()) {
    case Value::Kind::undefined: return;
    case Value::Kind::null: out.append("null"); return;
    case Value::Kind::boolean: out.append(value.boolean() ? "true" : "false"); return;
    case Value::Kind::number:
      if (std::isfinite(value.number())) {
        append_number(out, value.number());
      } else {
        out.append("null");
      }
      return;
    case Value::Kind::string: json::append_string(out, value.text()); return;
    case Value::Kind::array:
      out.push_back('[');
      for (std::size_t i = 0; i < value.size(); ++i) {
        if (i > 0) out.push_back(',');
        append_json(out,
                    value.elements()[i].is(Value::Kind::undefined) ? Value::null() : value.elements()[i]);
      }
      out.push_back(']');
      return;
    case Value::Kind::object: {
      out.push_back('{');
      bool is_first = true;
      for (std::size_t i = 0; i < value.size(); ++i) {
        const Member& member = value.members()[i];
        if (member.value.is(Value::Kind::undefined)) continue;
        if (!is_first) out.push_back(',');
        is_first = false;
        json::append_string(out, member.key);
        out.push_back(':');
        append_json(out, member.value);
      }
      out.push_back('}');
    }
  }
}

}  // namespace objectos::templates
