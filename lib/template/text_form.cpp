#include "template/text_form.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>

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

/// Sixteen bytes that are compared at once (a vector of GCC and Clang, on any processor).
using Words = std::uint64_t __attribute__((vector_size(16)));
using Bytes = unsigned char __attribute__((vector_size(16)));

bool has_escaped(Words words) noexcept {
  const auto bytes = reinterpret_cast<Bytes>(words);
  const Bytes even = bytes & 0xFE;  // & and ' differ in the lowest bit only, and so do < and =
  const auto found = reinterpret_cast<Words>((even == '&') | (even == '<') | (bytes == '"') | (bytes == '>') |
                                             (bytes == '`'));
  return (found[0] | found[1]) != 0;
}

template <class Word>
Word at(const char* place) noexcept {
  Word word;
  std::memcpy(&word, place, sizeof word);
  return word;
}

/// True if nothing in it is to be escaped, as in nearly every text. Some bytes are looked at twice.
bool is_plain(std::string_view text) noexcept {
  const char* begin = text.data();
  const char* const end = begin + text.size();
  if (text.size() >= 16) {
    for (; end - begin > 16; begin += 16) {
      if (has_escaped(at<Words>(begin))) return false;
    }
    return !has_escaped(at<Words>(end - 16));
  }
  if (text.size() >= 8) return !has_escaped(Words{at<std::uint64_t>(begin), at<std::uint64_t>(end - 8)});
  if (text.size() >= 4) return !has_escaped(Words{at<std::uint32_t>(begin), at<std::uint32_t>(end - 4)});
  return std::none_of(begin, end, [](char c) { return is_escaped[static_cast<unsigned char>(c)]; });
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
  if (is_plain(text)) {
    out.append(text);
    return;
  }
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
