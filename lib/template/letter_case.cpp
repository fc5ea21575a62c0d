#include "template/letter_case.hpp"

#include <algorithm>
#include <span>

#include "core/utf8.hpp"
#include "template/letter_case_table.hpp"

namespace objectos::templates {
namespace {

std::uint32_t other_case(std::uint32_t character, std::span<const CaseRow> rows) noexcept {
  const auto row = std::lower_bound(rows.begin(), rows.end(), character,
                                    [](const CaseRow& r, std::uint32_t c) { return r.last < c; });
  if (row == rows.end() || character < row->first || (character - row->first) % row->step != 0)
    return character;
  return static_cast<std::uint32_t>(static_cast<std::int32_t>(character) + row->distance);
}

/// `begin`: the first ASCII letter that changes, `distance`: by how much.
std::string changed(std::string_view text, std::span<const CaseRow> rows, char begin, int distance) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const char c = text.front();
    const std::size_t length = std::max<std::size_t>(utf8::sequence_length(text), 1);
    if (length == 1) {
      out.push_back(c >= begin && c < begin + 26 ? static_cast<char>(c + distance) : c);
    } else {
      utf8::append(out, other_case(utf8::decode(text.substr(0, length)), rows));
    }
    text.remove_prefix(length);
  }
  return out;
}

}  // namespace

std::string upper_case(std::string_view utf8) {
  constexpr std::string_view sharp_s = "\xC3\x9F";
  std::string text = changed(utf8, upper_rows, 'a', 'A' - 'a');
  for (auto at = text.find(sharp_s); at != text.npos; at = text.find(sharp_s, at)) text.replace(at, 2, "SS");
  return text;
}

std::string lower_case(std::string_view utf8) {
  return changed(utf8, lower_rows, 'A', 'a' - 'A');
}

}  // namespace objectos::templates
