#include "curl/smtp_request.hpp"

#include <algorithm>
#include <cstring>

#include "core/domain.hpp"
#include "core/envelope_address.hpp"
#include "core/percent.hpp"
#include "objectos/error.hpp"
#include "objectos/log.hpp"

namespace objectos::curl {
namespace {

constexpr std::size_t max_line = 998;  // RFC 5322, 2.1.1
constexpr std::size_t max_secret =
    12'000;  // of the 12,288 bytes that RFC 4954, 4, has for a line of the login

[[noreturn]] void bad(const Message& why) {
  throw Error(Errc::usage, why);
}

std::string shown(std::string_view text) {
  return printable(redact(text.substr(0, 200)));
}

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7F; });
}

std::string url_host(std::string_view host) {
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  if (is_ip_address(host)) {
    const bool is_six = host.find(':') != host.npos;
    return is_six ? '[' + std::string(host) + ']' : std::string(host);
  }
  const auto name = ascii_domain(host);
  if (!name) bad(Message("smtp.host", "\"{{host}}\" is no name of a mail server", {{"host", shown(host)}}));
  return *name;
}

std::string hello_name(std::string_view hello) {
  const auto name = mail_domain(hello);
  if (!name)
    bad(Message("smtp.hello",
                "\"{{name}}\" is no name to say hello with: it must be a host's, or an address in brackets",
                {{"name", shown(hello)}}));
  return *name;
}

void check_secret(std::string_view secret) {
  if (has_control(secret))
    bad(Message("smtp.login",
                "the user or password for mail must not hold a newline or another control character"));
  if (secret.size() > max_secret)
    bad(Message("smtp.long_login", "the user or password for mail is too long"));
}

}  // namespace

SmtpLogin checked_login(const SmtpServer& server) {
  add_secret(server.password);
  if (server.port < 1 || server.port > 65'535)
    bad(Message("smtp.port", "{{port}} is no port: 1 to 65535", {{"port", server.port}}));
  static constexpr std::string_view mechanisms[] = {"", "PLAIN", "LOGIN", "CRAM-MD5", "XOAUTH2"};
  if (std::find(std::begin(mechanisms), std::end(mechanisms), server.auth) == std::end(mechanisms))
    bad(Message("smtp.auth", "\"{{auth}}\" is no way to log in: PLAIN, LOGIN, CRAM-MD5 or XOAUTH2",
                {{"auth", shown(server.auth)}}));
  if (server.user.empty() && !(server.auth.empty() && server.password.empty()))
    bad(Message("smtp.user", "a login for mail needs a user"));
  check_secret(server.user);
  check_secret(server.password);
  if (server.ca.find('\0') != server.ca.npos)
    bad(Message("smtp.ca", "the file of authorities must not hold a NUL"));

  const bool is_implicit = server.tls == SmtpTls::implicit;
  std::string url =
      (is_implicit ? "smtps://" : "smtp://") + url_host(server.host) + ':' + std::to_string(server.port);
  if (!server.hello.empty()) url += '/' + percent::encoded(hello_name(server.hello));
  return {std::move(url), server.tls, server.ca, server.user, server.password, server.auth};
}

SmtpEnvelope checked_envelope(const SmtpMail& mail) {
  if (mail.to.empty()) bad(Message("smtp.no_recipient", "a mail needs a recipient"));
  SmtpEnvelope envelope;
  const auto check = [&envelope](const std::string& text) {
    std::string address = envelope_address(text);
    for (const char c : address) envelope.needs_utf8 |= static_cast<unsigned char>(c) >= 0x80;
    return address;
  };
  if (!mail.from.empty()) envelope.from = check(mail.from);
  for (const std::string& to : mail.to) envelope.to.push_back(check(to));
  return envelope;
}

void check_bytes(std::string_view mail) {
  if (mail.find('\0') != mail.npos) bad(Message("smtp.nul", "a mail must not hold a NUL"));
  std::size_t begin = 0;
  while (begin < mail.size()) {
    const std::size_t newline = mail.find('\n', begin);
    const std::size_t end = std::min(newline, mail.size());
    const bool is_ended = newline != mail.npos;
    if (is_ended && (end == begin || mail[end - 1] != '\r'))
      bad(Message("smtp.bare_newline", "each line of a mail ends with CR and LF"));
    const std::string_view line = mail.substr(begin, end - begin - (is_ended ? 1 : 0));
    if (std::memchr(line.data(), '\r', line.size()))
      bad(Message("smtp.bare_newline", "each line of a mail ends with CR and LF"));
    if (line.size() > max_line)
      bad(Message("smtp.long_line", "a line of the mail has more than {{most}} bytes", {{"most", max_line}}));
    begin = end + 1;
  }
}

}  // namespace objectos::curl
