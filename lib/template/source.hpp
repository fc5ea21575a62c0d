// The text of a template, and the one way to say what is wrong in it.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>

#include "objectos/template.hpp"

namespace objectos::templates {

struct Source {
  std::string name;
  std::string text;
  std::deque<std::string> unescaped;  ///< what names and strings with escapes stand for

  /// Throws a TemplateError with the place of `offset`.
  [[noreturn]] void fail(std::size_t offset, Message what, Message hint = {}) const;
  /// Throws `error` with the place of `offset`.
  [[noreturn]] void fail(std::size_t offset, const Error& error) const;

  struct Place {
    std::size_t line;
    std::size_t column;
  };
  Place place(std::size_t offset) const noexcept;
};

}  // namespace objectos::templates
