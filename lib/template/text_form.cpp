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

/// What a byte becomes, up to seven bytes, and behind them how many they are.
using Escape = std::array<char, 8>;

constexpr Escape escape_of(std::string_view text) {
  Escape escape{};
  std::copy(text.begin(), text.end(), escape.begin());
  escape.back() = static_cast<char>(text.size());
  return escape;
}

constexpr std::array<Escape, 256> make_escapes() {
  std::array<Escape, 256> escapes{};
  for (std::size_t i = 0; i < escapes.size(); ++i) {
    const char byte = static_cast<char>(i);
    escapes[i] = escape_of({&byte, 1});
  }
  constexpr std::pair<char, std::string_view> names[] = {{'&', "&amp;"},  {'<', "&lt;"},    {'>', "&gt;"},
                                                         {'"', "&quot;"}, {'\'', "&#x27;"}, {'`', "&#x60;"},
                                                         {'=', "&#x3D;"}};
  for (const auto& [byte, name] : names) escapes[static_cast<unsigned char>(byte)] = escape_of(name);
  return escapes;
}
constexpr std::array<Escape, 256> escapes = make_escapes();

bool is_escaped(char c) noexcept {
  return escapes[static_cast<unsigned char>(c)].back() != 1;
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
  return std::none_of(begin, end, is_escaped);
}

/// Of longer texts most are plain, but for a few places.
constexpr std::size_t piece_bytes = 256;

/// Without a branch for each byte, which would be guessed wrong where it matters.
char* write_html(char* to, std::string_view text) noexcept {
  for (const char c : text) {
    const Escape& escape = escapes[static_cast<unsigned char>(c)];
    std::memcpy(to, escape.data(), sizeof escape);
    to += escape.back();
  }
  return to;
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

void append_html(Output& out, std::string_view text) {
  do {
    const std::string_view piece = text.substr(0, piece_bytes);
    if (is_plain(piece)) {
      out.append(piece);
    } else {
      out.append_at_most((piece.size() + 1) * sizeof(Escape),
                         [piece](char* to) { return write_html(to, piece); });
    }
    text.remove_prefix(piece.size());
  } while (!text.empty());
}

void append_in_json_string(Output& out, std::string_view text) {
  const std::string quoted = json::quoted(text);
  out.append(std::string_view(quoted).substr(1, quoted.size() - 2));
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
        json::append_string(out, member.key.text());
        out.push_back(':');
        append_json(out, member.value);
      }
      out.push_back('}');
    }
  }
}

}  // namespace objectos::templates
