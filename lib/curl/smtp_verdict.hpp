// What a try came to, from what was said.
#pragma once

#include <curl/curl.h>

#include <string>
#include <vector>

#include "curl/smtp_dialogue.hpp"
#include "objectos/smtp_client.hpp"

namespace objectos::curl {

/// Why a try was ended by ourselves.
enum class SmtpRefusal { none, no_login_offered, no_utf8_offered };

/// How the transfer ended, beside what was said.
struct SmtpEnd {
  CURLcode code = CURLE_OK;
  std::string reason{};  ///< libcurl's words, perhaps none
  int error_number = 0;  ///< of the system, or 0
  SmtpRefusal refusal = SmtpRefusal::none;
  bool has_begun = false;  ///< a byte of the mail may have left
  Millis time{0};          ///< how long it might take
};

/// One result for each recipient.
std::vector<SmtpResult> verdict(const SmtpDialogue& dialogue, const SmtpEnd& end, std::size_t recipients);

/// The server has gone, or goes (421), before it was asked for more than it had been asked before: on a
/// connection that was kept this says nothing but that it is old.
bool has_gone(const SmtpDialogue& dialogue, const SmtpEnd& end);

}  // namespace objectos::curl
