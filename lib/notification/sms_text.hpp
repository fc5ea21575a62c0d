// How a text goes as SMS: 3GPP TS 23.038, by characters of the GSM alphabet or of UCS-2.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace objectos::notification {

struct SmsLength {
  bool is_gsm = true;          ///< false: UCS-2, 70 characters instead of 160
  std::size_t units = 0;       ///< septets, or UTF-16 code units
  std::size_t segments = 0;    ///< what is paid for
  std::size_t characters = 0;  ///< Unicode's
  std::string first_other;     ///< the first character that is not of the GSM alphabet
};

/// `text` is valid UTF-8.
SmsLength sms_length(std::string_view text);

/// True for a number as E.164 writes it: a plus, a country code, up to 15 digits in all.
bool is_phone_number(std::string_view text) noexcept;

}  // namespace objectos::notification
