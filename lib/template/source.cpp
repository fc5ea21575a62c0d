#include "template/source.hpp"

#include <algorithm>

#include "core/utf8.hpp"

namespace objectos::templates {

Source::Place Source::place(std::size_t offset) const noexcept {
  const std::string_view before = std::string_view(text).substr(0, offset);
  const auto line = std::count(before.begin(), before.end(), '\n');
  const auto line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  return {static_cast<std::size_t>(line) + 1, utf8::count_characters(before.substr(line_start)) + 1};
}

void Source::fail(std::size_t offset, Message what, Message hint) const {
  fail(offset, Error(Errc::data, std::move(what), std::move(hint)));
}

void Source::fail(std::size_t offset, const Error& error) const {
  const Place at = place(offset);
  throw TemplateError(error, name, at.line, at.column);
}

}  // namespace objectos::templates
