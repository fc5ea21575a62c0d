// What SmtpClient was asked, looked at: nothing in it can break out of its command.
#pragma once

#include <string>
#include <vector>

#include "objectos/smtp_client.hpp"

namespace objectos::curl {

/// Whom to talk to, and as whom. Two mails with the same may share a connection.
struct SmtpLogin {
  std::string url;  ///< with the hello name as its path
  SmtpTls tls = SmtpTls::starttls;
  std::string ca, user, password, auth;

  friend bool operator==(const SmtpLogin&, const SmtpLogin&) = default;
};

struct SmtpEnvelope {
  std::string from;  ///< empty: the null sender
  std::vector<std::string> to;
  bool needs_utf8 = false;
};

/// Error(usage). The password is a secret from now on.
SmtpLogin checked_login(const SmtpServer& server);
/// Error(usage).
SmtpEnvelope checked_envelope(const SmtpMail& mail);
/// Error(usage) for bytes that would be something else to some server: a bare CR or LF, a NUL, an over-long
/// line.
void check_bytes(std::string_view mail);

}  // namespace objectos::curl
