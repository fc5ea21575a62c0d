// Header lines: text in encoded words (RFC 2047), folding (RFC 5322, 2.2.3).
#pragma once

#include <string>
#include <string_view>

namespace objectos::mail {

/// One header, built from the left. Lines are broken at blanks, at 78 characters, or 76 where encoded words
/// stand.
class HeaderLine {
 public:
  explicit HeaderLine(std::string_view name);

  /// Something that is not broken, after a blank.
  void token(std::string_view text);
  /// The same without a blank before it, which stays with what stands before it.
  void suffix(std::string_view text);
  /// Text for people. Blanks stay as they are; what is outside ASCII, and words that do not fit a line,
  /// become encoded words.
  void text(std::string_view utf8);
  /// Text of a header that a program reads: words that are too long stay as they are.
  void value(std::string_view utf8);
  /// The name before an address: atoms, a quoted string, or encoded words.
  void phrase(std::string_view utf8);

  /// With CRLF at the end.
  std::string finish() &&;

 private:
  void break_line();
  void encoded(std::string_view utf8);
  void unstructured(std::string_view utf8, bool encodes_long_words);
  void plain(std::string_view words);

  std::string out_;
  std::size_t column_;
};

/// Encoded words in UTF-8, US-ASCII and ISO-8859-1 become UTF-8; others, and what is none, stay. Blanks
/// between two of them go.
std::string decoded_words(std::string_view text);

/// Encoded words one after another with blanks between them, each of at most `most` characters, 30 to 75.
std::string encoded_words(std::string_view utf8, std::size_t most);

}  // namespace objectos::mail
