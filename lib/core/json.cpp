#include "objectos/json.hpp"

#include <bitset>
#include <charconv>
#include <cstring>

#include "core/json_scan.hpp"
#include "core/json_tree.hpp"
#include "core/utf8.hpp"
#include "objectos/error.hpp"

namespace objectos::json {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

LineColumn line_column(std::string_view text, std::size_t offset) {
  LineColumn place;
  const std::string_view before = text.substr(0, offset);
  std::size_t line_start = 0;
  for (auto at = before.find('\n'); at != before.npos; at = before.find('\n', at + 1)) {
    ++place.line;
    line_start = at + 1;
  }
  place.column = before.size() - line_start + 1;
  return place;
}

// ---- Reader --------------------------------------------------------------------------------------------

Reader::Reader(std::string_view text, Place place, Dialect dialect)
    : text_(text), place_(place), dialect_(dialect) {}

void Reader::fail(std::size_t offset, const char* id, const char* english) const {
  const LineColumn at = line_column(text_, offset);
  std::string place(place_.name);
  place += ':' + std::to_string(at.line + place_.first_line - 1) + ':' + std::to_string(at.column);
  throw Error(Errc::data, Message(id, english, {{"place", place}}));
}

void Reader::skip_blanks() {
  for (;;) {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
    if (dialect_ != Dialect::comments || at_ + 1 >= text_.size() || text_[at_] != '/') return;
    if (text_[at_ + 1] == '/') {
      const auto end = text_.find('\n', at_);
      at_ = end == text_.npos ? text_.size() : end;
    } else if (text_[at_ + 1] == '*') {
      const auto end = text_.find("*/", at_ + 2);
      if (end == text_.npos) fail(at_, "json.open_comment", "{{place}}: this comment is never closed");
      at_ = end + 2;
    } else {
      return;
    }
  }
}

Kind Reader::peek() {
  skip_blanks();
  if (at_ == text_.size())
    fail(at_, "json.value_expected_end", "{{place}}: a JSON value is expected, the text ends here");
  switch (text_[at_]) {
    case '"': return Kind::string;
    case '{': return Kind::object;
    case '[': return Kind::array;
    case 't':
    case 'f': return Kind::boolean;
    case 'n': return Kind::null;
    default:
      if (text_[at_] == '-' || is_digit(text_[at_])) return Kind::number;
  }
  fail(at_, "json.value_expected", "{{place}}: a JSON value is expected");
}

void Reader::expect(char c, const char* id, const char* english) {
  skip_blanks();
  if (at_ >= text_.size() || text_[at_] != c) fail(at_, id, english);
  ++at_;
}

bool Reader::skip_string() {
  const std::size_t open = at_;
  bool escaped = false;
  ++at_;
  for (;;) {
    at_ += plain_run(text_.substr(at_));
    if (at_ >= text_.size()) fail(open, "json.open_string", "{{place}}: this string is never closed");
    const auto c = static_cast<unsigned char>(text_[at_]);
    if (c == '"') break;
    if (c < 0x20)
      fail(at_, "json.control_character", "{{place}}: a control character must be escaped in a string");
    if (c >= 0x80) {
      const std::size_t length = utf8::sequence_length(text_.substr(at_));
      if (length == 0) fail(at_, "json.utf8", "{{place}}: this is not valid UTF-8");
      at_ += length;
      continue;
    }
    escaped = true;
    const char kind = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
    if (kind == 'u') {
      for (std::size_t i = 2; i < 6; ++i) {
        if (at_ + i >= text_.size() || hex_digit(text_[at_ + i]) < 0)
          fail(at_, "json.unicode_escape", "{{place}}: \\u needs four hexadecimal digits");
      }
      at_ += 6;
    } else if (kind != '\0' && std::strchr("\"\\/bfnrt", kind)) {
      at_ += 2;
    } else {
      fail(at_, "json.escape", "{{place}}: no such escape in JSON");
    }
  }
  ++at_;
  return escaped;
}

void Reader::skip_number() {
  const std::size_t start = at_;
  const auto digits = [this] {
    const std::size_t from = at_;
    while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
    return at_ > from;
  };
  const auto take = [this](char c) { return at_ < text_.size() && text_[at_] == c ? (++at_, true) : false; };
  take('-');
  if (!take('0') && !digits()) fail(start, "json.number", "{{place}}: this is not a JSON number");
  if (take('.') && !digits()) fail(start, "json.number", "{{place}}: this is not a JSON number");
  if (take('e') || take('E')) {
    if (!take('+')) take('-');
    if (!digits()) fail(start, "json.number", "{{place}}: this is not a JSON number");
  }
  if (at_ < text_.size() && is_digit(text_[at_]))
    fail(start, "json.number", "{{place}}: this is not a JSON number");
}

void Reader::skip_literal(std::string_view word) {
  if (text_.substr(at_, word.size()) != word)
    fail(at_, "json.value_expected", "{{place}}: a JSON value is expected");
  at_ += word.size();
}

/// Without recursion: the depth is bounded by max_depth, the C++ stack is not used for it.
void Reader::skip_value() {
  std::bitset<max_depth> in_object;
  std::size_t depth = 0;
  for (;;) {
    const Kind kind = peek();
    bool opened = false;
    switch (kind) {
      case Kind::string: skip_string(); break;
      case Kind::number: skip_number(); break;
      case Kind::boolean: skip_literal(text_[at_] == 't' ? "true" : "false"); break;
      case Kind::null: skip_literal("null"); break;
      case Kind::object:
      case Kind::array:
        if (depth == max_depth) fail(at_, "json.too_deep", "{{place}}: nested deeper than 1024 levels");
        in_object[depth++] = kind == Kind::object;
        ++at_;
        opened = true;
    }
    // Close what ends here, then stand before the next value.
    for (;;) {
      if (depth == 0) return;
      const bool object = in_object[depth - 1];
      first_ = opened;
      opened = false;
      if (object) {
        if (next_item('}', "json.comma_or_brace", "{{place}}: \",\" or \"}\" is expected")) {
          skip_blanks();
          if (at_ >= text_.size() || text_[at_] != '"')
            fail(at_, "json.key_expected", "{{place}}: a key in quotes is expected");
          skip_string();
          expect(':', "json.colon", "{{place}}: \":\" is expected");
          break;
        }
      } else if (next_item(']', "json.comma_or_bracket", "{{place}}: \",\" or \"]\" is expected")) {
        break;
      }
      --depth;
    }
  }
}

bool Reader::next_item(char close, const char* id, const char* english) {
  skip_blanks();
  const bool first = first_;
  first_ = false;
  if (at_ < text_.size() && text_[at_] == close) {
    ++at_;
    return false;
  }
  if (first) return true;
  expect(',', id, english);
  if (dialect_ == Dialect::comments) {
    skip_blanks();
    if (at_ < text_.size() && text_[at_] == close) {
      ++at_;
      return false;
    }
  }
  return true;
}

std::string_view Reader::value() {
  skip_blanks();
  const std::size_t start = at_;
  skip_value();
  return text_.substr(start, at_ - start);
}

std::int64_t Reader::integer() {
  const std::string_view text = value();
  std::int64_t number = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size())
    fail(at_ - text.size(), "json.integer", "a whole number is expected here");
  return number;
}

std::string_view Reader::string(std::string& scratch) {
  skip_blanks();
  if (at_ >= text_.size() || text_[at_] != '"')
    fail(at_, "json.string_expected", "{{place}}: a string is expected");
  const std::size_t start = at_;
  const bool escaped = skip_string();
  const std::string_view quoted = text_.substr(start, at_ - start);
  if (!escaped) return quoted.substr(1, quoted.size() - 2);
  scratch.clear();
  append_unquoted(scratch, quoted);
  return scratch;
}

void Reader::begin_object() {
  expect('{', "json.object_expected", "{{place}}: an object is expected");
  first_ = true;
}

bool Reader::next_key(std::string_view& key, std::string& scratch) {
  if (!next_item('}', "json.comma_or_brace", "{{place}}: \",\" or \"}\" is expected")) return false;
  skip_blanks();
  if (at_ >= text_.size() || text_[at_] != '"')
    fail(at_, "json.key_expected", "{{place}}: a key in quotes is expected");
  key_at_ = at_;
  key = string(scratch);
  expect(':', "json.colon", "{{place}}: \":\" is expected");
  return true;
}

void Reader::begin_array() {
  expect('[', "json.array_expected", "{{place}}: an array is expected");
  first_ = true;
}

bool Reader::next_element() {
  return next_item(']', "json.comma_or_bracket", "{{place}}: \",\" or \"]\" is expected");
}

void Reader::end() {
  skip_blanks();
  if (at_ != text_.size()) fail(at_, "json.trailing", "{{place}}: nothing is expected behind the value");
}

}  // namespace objectos::json
