// Parameters of Content-Type and Content-Disposition with file names in them (RFC 2231).
#pragma once

#include <string>
#include <string_view>

#include "notification/mail_words.hpp"

namespace objectos::mail {

/// `; name="value"` for a value in ASCII. It fits a line.
void append_parameter(HeaderLine& line, std::string_view name, std::string_view value);
/// The same for text: outside ASCII or when it is long as RFC 2231 has it, `name*0*=utf-8''…; name*1*=…`.
void append_text_parameter(HeaderLine& line, std::string_view name, std::string_view utf8);
/// The same as encoded words in quotes, which no RFC has, but every old reader.
void append_old_parameter(HeaderLine& line, std::string_view name, std::string_view utf8);

}  // namespace objectos::mail
