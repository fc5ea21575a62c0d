// Source code from anybody, in the language that the first byte chooses: what is said of it lies in it.
#include <string>

#include "fuzz.hpp"
#include "lint/usage.hpp"

using namespace objectos;
using namespace objectos::lint;

namespace {

constexpr const char* paths[] = {"a.ts", "a.vue",   "a.rb",  "a.html.erb", "a.py",  "a.php",
                                 "a.cs", "a.swift", "a.cpp", "a.ex",       "a.hbs", "a.txt"};

const KeyIndex& keys() {
  static const KeyIndex index = [] {
    KeyIndex made;
    for (const char* key : {"a", "a.b", "errors.lost", "x.y.z"}) made.add("n/s", key);
    made.finish();
    return made;
  }();
  return index;
}

std::size_t lines_of(std::string_view text) {
  std::size_t lines = 1;
  for (const char c : text) lines += c == '\n';
  return lines;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string path = paths[data[0] % std::size(paths)];
  const std::string code(as_text(data + 1, size - 1));
  std::vector<KeyState> states(keys().size());
  std::vector<UndefinedKey> undefined;
  static const CallNames names({});
  look_at_code(keys(), path, code, names, states, undefined);
  for (const UndefinedKey& each : undefined) {
    MUST_HOLD(!each.key.empty() && each.key.find('\0') == each.key.npos);
    MUST_HOLD(each.place.line >= 1 && each.place.line <= each.place.end_line &&
              each.place.end_line <= lines_of(code));
    MUST_HOLD(each.place.line < each.place.end_line || each.place.column < each.place.end_column);
  }
  return 0;
}
