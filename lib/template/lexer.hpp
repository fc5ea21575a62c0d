// A template cut into tokens, exactly where Handlebars 4.7 cuts it (its handlebars.l).
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "template/source.hpp"

namespace objectos::templates {

enum class Token : std::uint8_t {
  end,
  content,
  comment,
  open,                // {{ {{* {{&
  open_block,          // {{# {{#*
  open_inverse,        // {{^
  open_inverse_chain,  // {{else NAME
  inverse,             // {{else}} {{^}}
  open_end_block,      // {{/
  open_unescaped,      // {{{
  open_partial,        // {{>
  open_partial_block,  // {{#>
  open_raw_block,      // {{{{
  close_raw_block,     // }}}}
  end_raw_block,       // {{{{/NAME}}}}
  close,               // }}
  close_unescaped,     // }}}
  open_call,           // (
  close_call,          // )
  id,
  separator,  // . or /
  equals,
  at,
  string,
  number,
  true_,
  false_,
  undefined,
  null,
  open_parameters,   // as |
  close_parameters,  // |
};

/// For messages: "}}", "a name".
Message token_name(Token token);

struct Lexeme {
  Token token = Token::end;
  std::size_t offset = 0;    ///< of its first byte in the source
  std::string_view written;  ///< as it stands there; of content without the backslash of an escape
  /// What it stands for: an id without its brackets, a string without its quotes, of end_raw_block the name.
  std::string_view text;
};

/// One token after the other; TemplateError where the text is none of them. Texts that had escapes live in
/// `texts`, which the source owns.
class Lexer {
 public:
  explicit Lexer(Source& source) : source_(source), text_(source.text) {}
  Lexeme next();

 private:
  enum class Mode : std::uint8_t { content, escaped, tag, raw };

  Lexeme in_content();
  Lexeme in_escaped();
  Lexeme in_raw();
  Lexeme in_tag();
  Lexeme opening_tag();
  Lexeme comment(std::size_t behind_dashes);
  Lexeme bracketed();
  Lexeme quoted(char quote);
  Lexeme word();

  Lexeme take(Token token, std::size_t length);
  Lexeme leave_tag(Token token, std::size_t length);
  std::string_view rest() const noexcept { return text_.substr(at_); }
  std::size_t raw_end(std::string_view rest) const noexcept;
  std::string_view without_escapes(std::string_view inside, std::string_view escapable);

  Source& source_;
  std::string_view text_;
  std::size_t at_ = 0;
  Mode mode_ = Mode::content;
  std::size_t raw_depth_ = 0;  // of {{{{ in raw text that were not closed
};

}  // namespace objectos::templates
