#include "bash_line.hpp"

#include <algorithm>
#include <cstdlib>

namespace objectos::cli {
namespace {

class BashLexer {
 public:
  BashLexer(std::string_view line, std::string_view breaks) : line_(line), breaks_(breaks) {}

  BashLine run() {
    for (at_ = 0; at_ < line_.size(); ++at_) {
      const char c = line_[at_];
      if (quote_) {
        in_quotes(c);
      } else if (c == '\\') {
        if (++at_ < line_.size()) add(line_[at_]);
      } else if (c == '\'' || c == '"') {
        begin_word();
        quote_ = c;
        kept_before_quote_ = kept_;
        kept_ = word_.size();  // bash replaces what is inside an open quote
      } else if (c == ' ' || c == '\t' || c == '\n') {
        end_word();
      } else if (c == '<' || c == '>') {
        if (word_.find_first_not_of("0123456789") == word_.npos) in_word_ = false;  // the 2 of 2>
        end_word();
        redirection_ = true;
      } else if (redirection_ && !in_word_ && c == '&') {
        continue;  // >&2
      } else {
        if (!in_word_ && c == '~') tilde_ = true;
        add(c);
        const bool is_replaced = c == '@' || c == '$';  // readline's "special prefixes"
        if (breaks_.find(c) != breaks_.npos) kept_ = word_.size() - is_replaced;
      }
    }
    BashLine result{std::move(words_), quote_, kept_, redirection_};
    result.words.push_back(std::move(word_));
    return result;
  }

 private:
  void in_quotes(char c) {
    if (c == quote_) {
      quote_ = 0;
      kept_ = kept_before_quote_;
    } else if (quote_ == '"' && c == '\\' && at_ + 1 < line_.size() &&
               std::string_view("\"\\$`").find(line_[at_ + 1]) != std::string_view::npos) {
      word_ += line_[++at_];
    } else {
      word_ += c;
    }
  }
  void begin_word() {
    if (in_word_) return;
    in_word_ = true;
    word_.clear();
    kept_ = 0;
  }
  void add(char c) {
    begin_word();
    word_ += c;
  }
  void end_word() {
    const char* home = std::getenv("HOME");
    if (tilde_ && home && (word_ == "~" || word_.starts_with("~/"))) word_.replace(0, 1, home);
    if (in_word_ && !redirection_) words_.push_back(word_);
    if (in_word_) redirection_ = false;
    in_word_ = tilde_ = false;
    word_.clear();
    kept_ = 0;
  }

  std::string_view line_, breaks_;
  std::size_t at_ = 0;
  std::vector<std::string> words_;
  std::string word_;
  std::size_t kept_ = 0, kept_before_quote_ = 0;
  char quote_ = 0;
  bool in_word_ = false, tilde_ = false, redirection_ = false;
};

}  // namespace

BashLine parse_bash_line(std::string_view line, std::string_view breaks) {
  return BashLexer(line, breaks).run();
}

std::string bash_quoted(std::string_view text, char quote) {
  static constexpr char hex[] = "0123456789abcdef";
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  std::string out;
  if (quote == 0 && std::any_of(text.begin(), text.end(), is_control)) {
    out = "$'";
    for (const char c : text) {
      if (is_control(c)) {
        out.append("\\x").append(1, hex[static_cast<unsigned char>(c) >> 4]).append(1, hex[c & 15]);
      } else {
        if (c == '\'' || c == '\\') out += '\\';
        out += c;
      }
    }
    return out + "'";
  }
  for (const char c : text) {
    if (quote == '\'' && c == '\'') {
      out += "'\\''";
      continue;
    }
    const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                       (static_cast<unsigned char>(c) >= 0x80) ||
                       std::string_view("%+,-./:=@_").find(c) != std::string_view::npos;
    const bool special =
        quote == '"' ? std::string_view("\"\\$`").find(c) != std::string_view::npos : quote == 0 && !plain;
    if (special) out += '\\';
    out += c;
  }
  return out;
}

}  // namespace objectos::cli
