#include "lint/member_place.hpp"

#include <algorithm>

namespace objectos::lint {

std::size_t line_start(std::string_view text, std::size_t at) {
  const auto newline = at == 0 ? text.npos : text.rfind('\n', at - 1);
  return newline == text.npos ? 0 : newline + 1;
}

std::size_t line_end(std::string_view text, std::size_t at) {
  const auto newline = text.find('\n', at == 0 ? 0 : at - 1);
  return newline == text.npos ? text.size() : newline + 1;
}

std::vector<std::uint32_t> children_of(const i18n::TranslationFile& file, std::uint32_t parent) {
  std::vector<std::uint32_t> children;
  for (std::uint32_t child = parent + 1; child < file.nodes()[parent].end; child = file.nodes()[child].end)
    children.push_back(child);
  return children;
}

bool has_braces(const i18n::TranslationFile& file, std::uint32_t object) {
  return file.text()[file.nodes()[object].span.begin] == '{';
}

std::size_t member_end(const i18n::TranslationFile& file, std::uint32_t member) {
  const i18n::Node& here = file.nodes()[member];
  if (here.span.end > here.span.begin) return std::max(here.span.end, here.key_span.end);
  const auto colon = file.text().find(':', here.key_span.end);
  return colon == std::string_view::npos ? here.key_span.end : colon + 1;
}

}  // namespace objectos::lint
