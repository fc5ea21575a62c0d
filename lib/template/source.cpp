#include "template/source.hpp"

#include <algorithm>

namespace objectos::templates {

Source::Place Source::place(std::size_t offset) const noexcept {
  const std::string_view before = std::string_view(text).substr(0, offset);
  const auto line = std::count(before.begin(), before.end(), '\n');
  const auto line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  const auto column = std::count_if(before.begin() + static_cast<std::ptrdiff_t>(line_start), before.end(),
                                    [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
  return {static_cast<std::size_t>(line) + 1, static_cast<std::size_t>(column) + 1};
}

void Source::fail(std::size_t offset, Message what, Message hint) const {
  fail(offset, Error(Errc::data, std::move(what), std::move(hint)));
}

void Source::fail(std::size_t offset, const Error& error) const {
  const Place at = place(offset);
  throw TemplateError(error, name, at.line, at.column);
}

}  // namespace objectos::templates
