// check() against nlohmann; reader, tree, compact and quoting against check().
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/json_tree.hpp"
#include "fuzz.hpp"
#include "objectos/json.hpp"
#include "objectos/text.hpp"
#include "objectos/value.hpp"

using namespace objectos;

namespace {

/// Walks with the pull interface what value() skips: both must agree on what is valid and where it ends.
void walk(json::Reader& reader, int depth) {
  std::string scratch;
  std::string_view key;
  switch (reader.peek()) {
    case json::Kind::object:
      if (depth == 0) break;
      reader.begin_object();
      while (reader.next_key(key, scratch)) walk(reader, depth - 1);
      return;
    case json::Kind::array:
      if (depth == 0) break;
      reader.begin_array();
      while (reader.next_element()) walk(reader, depth - 1);
      return;
    case json::Kind::string: MUST_HOLD(is_utf8(reader.string(scratch))); return;
    default: break;
  }
  reader.value();
}

std::size_t depth_of(std::string_view text) {
  std::size_t depth = 0, deepest = 0;
  for (const char c : text) {
    if (c == '[' || c == '{') deepest = std::max(deepest, ++depth);
    if ((c == ']' || c == '}') && depth > 0) --depth;
  }
  return deepest;
}

bool has_infinite_number(const std::string& text) {
  for (std::size_t at = text.find_first_of("0123456789"); at != text.npos;
       at = text.find_first_of("0123456789", at + 1)) {
    if (std::isinf(std::strtod(text.c_str() + at, nullptr))) return true;
  }
  return false;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = as_text(data, size);
  const bool valid = succeeds(Errc::data, [&] { json::check(text); });

  // By design: a lone surrogate escape passes here (as in JavaScript) and so does a number beyond a double; a
  // byte order mark does not, 1024 levels are enough, and a NUL is no end of the text as nlohmann has it.
  const bool theirs = nlohmann::json::accept(text);
  if (valid && !theirs) MUST_HOLD(text.find("\\u") != text.npos || has_infinite_number(std::string(text)));
  if (theirs && !valid)
    MUST_HOLD(text.substr(0, 3) == "\xEF\xBB\xBF" || depth_of(text) > json::max_depth ||
              text.find('\0') != text.npos);

  const bool walked = succeeds(Errc::data, [&] {
    json::Reader reader(text);
    walk(reader, 200);
    reader.end();
  });
  MUST_HOLD(walked == valid);

  json::Node tree;
  if (succeeds(Errc::data, [&] { tree = json::parse_tree(text, {}, json::Reader::Dialect::strict); })) {
    MUST_HOLD(valid);
    json::check(tree.text);
    MUST_HOLD(tree.text.data() == text.data() + tree.offset);
  }
  const bool with_comments = succeeds(Errc::data, [&] {
    json::Reader reader(text, {}, json::Reader::Dialect::comments);
    reader.value();
    reader.end();
  });
  if (valid) MUST_HOLD(with_comments);
  succeeds(Errc::data, [&] { json::parse_tree(text, {}, json::Reader::Dialect::comments); });

  if (valid) {
    const std::string compact = json::compact(text);
    json::check(compact);
    MUST_HOLD(json::compact(compact) == compact);
    MUST_HOLD(compact.find('\n') == compact.npos);
    MUST_HOLD(json::kind_of(compact) == json::kind_of(text));
    if (theirs) MUST_HOLD(nlohmann::json::parse(compact) == nlohmann::json::parse(text));
    const Value value = Value::json(text);
    if (value.type() == Value::Type::string) {
      MUST_HOLD(Value::stored(std::string(text), {}).text() == value.text());  // blanks around it or not
      MUST_HOLD(is_utf8(value.text()));
      if (theirs) MUST_HOLD(value.text() == nlohmann::json::parse(text).get<std::string>());
    }
  }

  if (is_utf8(text)) {
    const std::string quoted = json::quoted(text);
    json::check(quoted);
    std::string back;
    json::append_unquoted(back, quoted);
    MUST_HOLD(back == text);
    // JSON.stringify escapes U+007F no more than we do; nlohmann does.
    if (text.find('\x7F') == text.npos) MUST_HOLD(quoted == nlohmann::json(text).dump());
  }
  return 0;
}
