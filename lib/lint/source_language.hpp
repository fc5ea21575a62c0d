// What the scanner of source code must know of a language: its comments, and what stands for a value in its
// texts.
#pragma once

#include <cstdint>
#include <string_view>

namespace objectos::lint {

struct SourceLanguage {
  enum class Hash : std::uint8_t { text, comment, comment_at_line_start };
  /// How a value is put into a text.
  enum Hole : std::uint8_t {
    backtick_dollar = 1,  ///< `${x}`
    quoted_hash = 2,      ///< "#{x}"
    quoted_dollar = 4,    ///< "$x", "${x}", "{$x}"
    f_prefix = 8,         ///< f"{x}"
    dollar_prefix = 16,   ///< $"{x}"
    backslash = 32,       ///< "\(x)"
  };

  bool has_slash_comments = false;  ///< `//` and `/* */`
  Hash hash = Hash::text;
  bool has_markup_comments = false;  ///< `<!-- -->` and those of templates: `{# #}`, `{{!-- --}}`, `<%# %>`
  bool has_triple_quotes = false;    ///< Python
  bool has_regexes = false;          ///< `/…/`
  bool is_ruby = false;              ///< calls without parentheses, `:symbols`, `=begin`, keys like `.title`
  char joins = '+';                  ///< a second operator beside + that joins texts
  std::uint8_t holes = 0;
};

/// By the end of the file's name. Of one that is not known: a language without comments.
SourceLanguage source_language(std::string_view path) noexcept;
/// True if files named so are looked at in a directory.
bool is_source_code(std::string_view path) noexcept;

}  // namespace objectos::lint
