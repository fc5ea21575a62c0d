#include "template/lexer.hpp"

#include "template/blanks.hpp"

namespace objectos::templates {
namespace {

bool is_id_byte(char c) noexcept {
  return (c >= '0' && c <= ':') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || c == '-' ||
         c == '$' || c == '?' || static_cast<unsigned char>(c) >= 0x80;
}

/// Bytes of the name at the start of `text`.
std::size_t id_length(std::string_view text) noexcept {
  std::size_t i = 0;
  while (i < text.size() && is_id_byte(text[i]) && leading_blank(text.substr(i)) == 0) ++i;
  return i;
}

/// What must follow a name, or a literal, which `.`, `/`, `=` and `|` do not end.
bool ends_id(std::string_view text) noexcept {
  return !text.empty() &&
         (leading_blank(text) > 0 || std::string_view("=~}/.)|").find(text.front()) != text.npos);
}
bool ends_literal(std::string_view text) noexcept {
  return !text.empty() &&
         (leading_blank(text) > 0 || std::string_view("~})").find(text.front()) != text.npos);
}

/// Bytes of the number at the start of `text`: -1.5.
std::size_t number_length(std::string_view text) noexcept {
  const auto digits = [text](std::size_t from) {
    std::size_t i = from;
    while (i < text.size() && text[i] >= '0' && text[i] <= '9') ++i;
    return i - from;
  };
  std::size_t length = text.starts_with('-') ? 1 : 0;
  const std::size_t whole = digits(length);
  if (whole == 0) return 0;
  length += whole;
  const std::size_t decimals = length < text.size() && text[length] == '.' ? digits(length + 1) : 0;
  return decimals > 0 ? length + 1 + decimals : length;
}

bool is_word_byte(char c) noexcept {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
}

std::size_t blanks_length(std::string_view text) noexcept {
  return text.size() - without_leading_blanks(text).size();
}

/// Length of `~}}` or `}}` at the start of `text`, or 0.
std::size_t closing_length(std::string_view text) noexcept {
  if (text.starts_with("}}")) return 2;
  return text.starts_with("~}}") ? 3 : 0;
}

}  // namespace

Message token_name(Token token) {
  switch (token) {
    case Token::end: return {"template.token.end", "the end of the template"};
    case Token::content: return {"template.token.text", "a text"};
    case Token::comment: return {"template.token.comment", "a comment"};
    case Token::open: return {"", "{{"};
    case Token::open_block: return {"", "{{#"};
    case Token::open_inverse: return {"", "{{^"};
    case Token::open_inverse_chain:
    case Token::inverse: return {"", "{{else"};
    case Token::open_end_block: return {"", "{{/"};
    case Token::open_unescaped: return {"", "{{{"};
    case Token::open_partial: return {"", "{{>"};
    case Token::open_partial_block: return {"", "{{#>"};
    case Token::open_raw_block: return {"", "{{{{"};
    case Token::close_raw_block: return {"", "}}}}"};
    case Token::end_raw_block: return {"", "{{{{/"};
    case Token::close: return {"", "}}"};
    case Token::close_unescaped: return {"", "}}}"};
    case Token::open_call: return {"", "("};
    case Token::close_call: return {"", ")"};
    case Token::id: return {"template.token.name", "a name"};
    case Token::separator: return {"template.token.separator", ". or /"};
    case Token::equals: return {"", "="};
    case Token::at: return {"", "@"};
    case Token::string: return {"template.token.string", "a string"};
    case Token::number: return {"template.token.number", "a number"};
    case Token::true_: return {"", "true"};
    case Token::false_: return {"", "false"};
    case Token::undefined: return {"", "undefined"};
    case Token::null: return {"", "null"};
    case Token::open_parameters: return {"", "as |"};
    case Token::close_parameters: return {"", "|"};
  }
  return {};
}

Lexeme Lexer::take(Token token, std::size_t length) {
  Lexeme lexeme{token, at_, text_.substr(at_, length), text_.substr(at_, length)};
  at_ += length;
  return lexeme;
}

Lexeme Lexer::leave_tag(Token token, std::size_t length) {
  mode_ = Mode::content;
  return take(token, length);
}

Lexeme Lexer::next() {
  for (;;) {
    Lexeme lexeme;
    switch (mode_) {
      case Mode::content: lexeme = in_content(); break;
      case Mode::escaped: lexeme = in_escaped(); break;
      case Mode::tag: lexeme = in_tag(); break;
      case Mode::raw: lexeme = in_raw(); break;
    }
    // Nothing between two tags is no content.
    if (lexeme.token != Token::content || !lexeme.written.empty()) return lexeme;
  }
}

Lexeme Lexer::in_content() {
  if (at_ == text_.size()) return take(Token::end, 0);
  const auto open = text_.find("{{", at_);
  if (open == text_.npos) return take(Token::content, text_.size() - at_);
  Lexeme content = take(Token::content, open - at_);
  if (content.written.ends_with("\\\\")) {
    content.written.remove_suffix(1);
    mode_ = Mode::tag;
  } else if (content.written.ends_with('\\')) {
    content.written.remove_suffix(1);
    mode_ = Mode::escaped;
  } else {
    mode_ = Mode::tag;
  }
  return content;
}

Lexeme Lexer::in_escaped() {
  mode_ = Mode::content;
  auto end = text_.find("{{", at_ + 2);
  if (end == text_.npos) return take(Token::content, text_.size() - at_);
  // The backslashes in front belong to the tag that follows.
  for (int i = 0; i < 2 && end > at_ + 2 && text_[end - 1] == '\\'; ++i) --end;
  return take(Token::content, end - at_);
}

/// Length of `{{{{/NAME}}}}` at the start of `rest`, or 0.
std::size_t Lexer::raw_end(std::string_view rest) const noexcept {
  if (!rest.starts_with("{{{{/")) return 0;
  const std::size_t length = id_length(rest.substr(5));
  return length > 0 && rest.substr(5 + length).starts_with("}}}}") ? length + 9 : 0;
}

Lexeme Lexer::in_raw() {
  if (const std::size_t length = raw_end(rest()); length > 0) {
    if (raw_depth_ > 0) {
      --raw_depth_;
      return take(Token::content, length);
    }
    Lexeme end = leave_tag(Token::end_raw_block, length);
    end.text = end.written.substr(5, length - 9);
    return end;
  }
  if (rest().starts_with("{{{{") && !rest().starts_with("{{{{/") && rest().size() > 4) {
    ++raw_depth_;
    return take(Token::content, 4);
  }
  const auto next = text_.find("{{{{", at_ + 1);
  if (at_ >= text_.size() || next == text_.npos)
    source_.fail(at_, Message("template.raw_block_end", "this raw block is not closed by {{close}}",
                              {{"close", "{{{{/NAME}}}}"}}));
  return take(Token::content, next - at_);
}

Lexeme Lexer::in_tag() {
  at_ += blanks_length(rest());
  const std::string_view text = rest();
  if (text.empty()) return take(Token::end, 0);
  if (text.starts_with("{{")) return opening_tag();
  if (text.starts_with("}}}}")) {
    mode_ = Mode::raw;
    return take(Token::close_raw_block, 4);
  }
  if (text.front() == '}' && closing_length(text.substr(1)) > 0)
    return leave_tag(Token::close_unescaped, 1 + closing_length(text.substr(1)));
  if (const std::size_t length = closing_length(text)) return leave_tag(Token::close, length);
  switch (text.front()) {
    case '(': return take(Token::open_call, 1);
    case ')': return take(Token::close_call, 1);
    case '=': return take(Token::equals, 1);
    case '@': return take(Token::at, 1);
    case '|': return take(Token::close_parameters, 1);
    case '/': return take(Token::separator, 1);
    case '.':
      if (text.starts_with("..")) return take(Token::id, 2);
      return take(ends_id(text.substr(1)) ? Token::id : Token::separator, 1);
    case '"':
    case '\'': return quoted(text.front());
    case '[': return bracketed();
    default: return word();
  }
}

Lexeme Lexer::opening_tag() {
  const std::string_view text = rest();
  if (text.starts_with("{{{{")) return take(Token::open_raw_block, 4);
  const std::size_t open = text.starts_with("{{~") ? 3 : 2;
  const std::string_view inside = text.substr(open);
  if (inside.starts_with('>')) return take(Token::open_partial, open + 1);
  if (inside.starts_with("#>")) return take(Token::open_partial_block, open + 2);
  if (inside.starts_with("#*")) return take(Token::open_block, open + 2);
  if (inside.starts_with('#')) return take(Token::open_block, open + 1);
  if (inside.starts_with('/')) return take(Token::open_end_block, open + 1);
  if (inside.starts_with('^')) {
    const std::size_t blanks = blanks_length(inside.substr(1));
    if (const std::size_t close = closing_length(inside.substr(1 + blanks)))
      return leave_tag(Token::inverse, open + 1 + blanks + close);
    return take(Token::open_inverse, open + 1);
  }
  const std::size_t blanks = blanks_length(inside);
  if (inside.substr(blanks).starts_with("else")) {
    const std::string_view behind = inside.substr(blanks + 4);
    const std::size_t more = blanks_length(behind);
    if (const std::size_t close = closing_length(behind.substr(more)))
      return leave_tag(Token::inverse, open + blanks + 4 + more + close);
    if (behind.empty() || !is_word_byte(behind.front()))
      return take(Token::open_inverse_chain, open + blanks + 4);
  }
  if (inside.starts_with('{')) return take(Token::open_unescaped, open + 1);
  if (inside.starts_with('!')) return comment(inside.starts_with("!--") ? open + 3 : 0);
  if (inside.starts_with('&') || inside.starts_with('*')) return take(Token::open, open + 1);
  return take(Token::open, open);
}

/// `behind_dashes`: where the inside of `{{!--` begins, else 0.
Lexeme Lexer::comment(std::size_t behind_dashes) {
  const std::string_view text = rest();
  if (behind_dashes > 0) {
    // `{{!--}}` is closed by its own dashes.
    for (auto dashes = text.find("--", 3); dashes != text.npos; dashes = text.find("--", dashes + 1)) {
      if (const std::size_t close = closing_length(text.substr(dashes + 2)))
        return leave_tag(Token::comment, dashes + 2 + close);
    }
    source_.fail(at_, Message("template.comment_end_dashes", "this comment is not closed by {{close}}",
                              {{"close", "--}}"}}));
  }
  const auto end = text.find("}}");
  if (end == text.npos) {
    source_.fail(
        at_, Message("template.comment_end", "this comment is not closed by {{close}}", {{"close", "}}"}}));
  }
  return leave_tag(Token::comment, end + 2);
}

/// `inside` with a backslash taken from in front of what it may escape.
std::string_view Lexer::without_escapes(std::string_view inside, std::string_view escapable) {
  const auto is_escape = [&](std::size_t i) {
    return inside[i] == '\\' && i + 1 < inside.size() && escapable.find(inside[i + 1]) != escapable.npos;
  };
  std::string text;
  bool had_escape = false;
  for (std::size_t i = 0; i < inside.size(); ++i) {
    if (is_escape(i)) {
      had_escape = true;
      ++i;
    }
    text += inside[i];
  }
  return had_escape ? std::string_view(source_.unescaped.emplace_back(std::move(text))) : inside;
}

namespace {

/// Where `close` ends what begins at 1: one without a backslash in front or, failing that, the last one.
std::size_t closing_at(std::string_view text, char close) noexcept {
  std::size_t last_escaped = text.npos;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == close) return i;
    if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] == close) last_escaped = ++i;
  }
  return last_escaped;
}

}  // namespace

Lexeme Lexer::bracketed() {
  const std::size_t end = closing_at(rest(), ']');
  if (end == text_.npos) source_.fail(at_, Message("template.bracket_end", "this bracket is never closed"));
  Lexeme lexeme = take(Token::id, end + 1);
  lexeme.text = without_escapes(lexeme.written.substr(1, end - 1), "\\]");
  return lexeme;
}

Lexeme Lexer::quoted(char quote) {
  const std::size_t end = closing_at(rest(), quote);
  if (end == text_.npos) source_.fail(at_, Message("template.string_end", "this string is never closed"));
  Lexeme lexeme = take(Token::string, end + 1);
  lexeme.text = without_escapes(lexeme.written.substr(1, end - 1), std::string_view(&quote, 1));
  return lexeme;
}

Lexeme Lexer::word() {
  const std::string_view text = rest();
  struct Literal {
    std::string_view word;
    Token token;
  };
  static constexpr Literal literals[] = {{"true", Token::true_},
                                         {"false", Token::false_},
                                         {"undefined", Token::undefined},
                                         {"null", Token::null}};
  for (const Literal& literal : literals) {
    if (text.starts_with(literal.word) && ends_literal(text.substr(literal.word.size())))
      return take(literal.token, literal.word.size());
  }
  if (const std::size_t length = number_length(text); length > 0 && ends_literal(text.substr(length)))
    return take(Token::number, length);
  if (text.starts_with("as")) {
    const std::size_t blanks = blanks_length(text.substr(2));
    if (blanks > 0 && text.substr(2 + blanks).starts_with('|'))
      return take(Token::open_parameters, 3 + blanks);
  }
  const std::size_t length = id_length(text);
  if (length > 0 && ends_id(text.substr(length))) return take(Token::id, length);
  if (length == text.size()) {
    source_.fail(at_, Message("template.tag_end", "this tag is not closed by {{close}}", {{"close", "}}"}}));
  }
  at_ += length;
  source_.fail(at_, Message("template.strange_character", "this character has no meaning in a tag"));
}

}  // namespace objectos::templates
