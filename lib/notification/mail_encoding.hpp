// Bodies as they go over the wire: 7bit, quoted-printable, base64 (RFC 2045, 6).
#pragma once

#include <string>
#include <string_view>

namespace objectos::mail {

/// Lines end with CRLF, whatever they ended with.
std::string with_crlf(std::string_view text);

struct Encoded {
  std::string_view name;  ///< of the encoding
  std::string bytes;      ///< ends with CRLF unless it is empty
};

/// Text with any line ends: as it is if every line is short ASCII, in quoted-printable if it is ASCII for the
/// most part, else in base64.
Encoded encoded_text(std::string_view text);
std::string quoted_printable(std::string_view text_with_crlf);
/// In lines of 76 characters.
std::string base64_lines(std::string_view bytes);

/// All ASCII without NUL, and lines of at most `most` bytes that end with CRLF.
bool is_plain(std::string_view text_with_crlf, std::size_t most);

}  // namespace objectos::mail
