// Mail to one server over SMTP: an envelope and bytes go out, and what the server said comes back for each
// recipient. `SmtpClient` is an interface, so that a test can stand in for the network. What a mail's bytes
// look like: mail.hpp.
//
//   auto smtp = objectos::open_smtp_client();
//   const objectos::SmtpServer server{.host = "mail.example.com", .user = "me", .password = secret};
//   for (const objectos::SmtpResult& result :
//        smtp->send(server, {.from = "me@example.com", .to = {"you@example.org"}, .bytes = mail}))
//     …
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "objectos/api.hpp"
#include "objectos/text.hpp"

namespace objectos {

enum class SmtpTls {
  starttls,       ///< required: a server that does not offer it gets nothing
  implicit,       ///< from the first byte, as on port 465
  opportunistic,  ///< STARTTLS if it is offered; with a user it is required, for a password must not leak
  none,           ///< also the password goes in clear
};

struct OBJECTOS_API SmtpServer {
  std::string host;  ///< a name (also outside ASCII), an address, or an IPv6 address with or without brackets
  int port = 587;
  SmtpTls tls = SmtpTls::starttls;
  /// PEM file of the authorities to trust. Empty: CURL_CA_BUNDLE or SSL_CERT_FILE of the environment, else
  /// the system's. The server's certificate must be of one of them and name `host`.
  std::string ca{};
  std::string user{};      ///< empty: no login
  std::string password{};  ///< for XOAUTH2 the access token. A secret from the call on (add_secret)
  std::string auth{};   ///< "PLAIN", "LOGIN", "CRAM-MD5", "XOAUTH2"; empty: the best that the server offers
  std::string hello{};  ///< what EHLO says; empty: the name of this host
  Millis connect_timeout{10'000};  ///< finding the host, connecting, TLS from the first byte
  /// One mail, from the call to the last reply, and a second more for each 64 KiB of it.
  Millis timeout{60'000};

  /// "mail.example.com:587", for messages.
  std::string place() const;
};

/// Addresses are bare: `me@example.com`. A domain outside ASCII goes out as punycode.
struct SmtpMail {
  std::string from{};             ///< empty: the null sender of bounces
  std::vector<std::string> to{};  ///< at least one
  /// The mail as RFC 5322 has it; lines end with CRLF. Dots at the beginning of lines need no care.
  std::string_view bytes{};
  /// Called once, when the server waits for the mail and before a byte of it leaves. What it throws ends the
  /// try, nothing of the mail has left then, and comes out of send().
  std::function<void()> before_data{};
};

/// Decided by the server's reply where there is one.
enum class SmtpOutcome {
  accepted,   ///< 2yz at the end of the mail
  transient,  ///< 4yz; or the server could not be reached, or was lost before a byte of the mail left
  permanent,  ///< 5yz to the sender, the recipient or the mail; or it cannot take an address outside ASCII
  /// Not about this mail: the login, the certificate, TLS; 5yz before the envelope (RFC 5321, 3.1); 530 to
  /// 538 anywhere (RFC 4954).
  config,
  ambiguous,  ///< lost after a part of the mail had left, with no reply: it may have been delivered
};
/// "accepted", "transient", …
OBJECTOS_API std::string_view smtp_outcome_name(SmtpOutcome outcome) noexcept;

struct SmtpResult {
  SmtpOutcome outcome = SmtpOutcome::transient;
  int code = 0;  ///< of the server's reply; 0: there was none
  /// The reply's text without its code, or what went wrong: one line, printable, without secrets, at most 300
  /// bytes.
  std::string text{};
  /// The server itself is at fault, or refuses this account: nothing else of ours will get through now.
  bool concerns_server = false;
};

/// Thread safe: mails of several threads go out at the same time, each on a connection of its own.
/// Connections are kept, one for each thread that was sending, and used again for mails to the same server
/// and login. One that the server has closed meanwhile, also with 421, is replaced by a new one as long as no
/// byte of the mail has left.
class OBJECTOS_API SmtpClient {
 public:
  virtual ~SmtpClient();

  /// One result for each recipient, in order. Blocks. Proxies of the environment are not used.
  ///
  /// Error(usage) before anything is sent: an address, hello name, user or password that cannot go over the
  /// wire (CR, LF, NUL, too long by RFC 5321 4.5.3.1, no address), no recipient, an unknown `auth`, or bytes
  /// with a bare CR or LF, a NUL or a line of more than 998 bytes.
  virtual std::vector<SmtpResult> send(const SmtpServer& server, const SmtpMail& mail) = 0;

  /// Connects, secures, logs in, says goodbye; sends no mail. Error(unavailable) for what may pass,
  /// Error(denied) for what SmtpOutcome::config is, Error(usage) as send().
  virtual void verify(const SmtpServer& server) = 0;
};

/// The client of the module `curl`, loaded now. Error(unavailable) if that is not installed.
OBJECTOS_API std::shared_ptr<SmtpClient> open_smtp_client();

}  // namespace objectos
