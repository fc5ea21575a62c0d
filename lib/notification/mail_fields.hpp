// The fields of a Mail, checked and as headers.
#pragma once

#include <string>

#include "notification/mail_words.hpp"
#include "objectos/mail.hpp"

namespace objectos::mail {

/// A header of addresses.
void append_addresses(HeaderLine& line, const std::vector<MailAddress>& addresses);
/// `Sun, 06 Nov 1994 08:49:37 +0000`
std::string date_text(std::int64_t ms);
/// The headers before those of the content, each with CRLF.
std::string headers_of(const Mail& mail);
/// A header's name: printable, without a colon.
bool is_header_name(std::string_view name);
/// `left@right` without blanks and angle brackets.
bool is_id(std::string_view id);

}  // namespace objectos::mail
