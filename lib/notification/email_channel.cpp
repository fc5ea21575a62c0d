#include "notification/email_channel.hpp"

#include <algorithm>
#include <array>

#include "notification/message_check.hpp"
#include "objectos/error.hpp"

namespace objectos::notification {
namespace {

/// What every server takes in one mail (RFC 5321, 4.5.3.1.8).
constexpr std::size_t recipients_of_one_mail = 100;

/// With a `local_domain` a bare name is a user of this host: those who call sendmail mean that.
std::vector<MailAddress> addresses_of(const std::vector<std::string>& texts, const char* option,
                                      std::string_view local_domain = {}) {
  std::vector<MailAddress> all;
  for (const std::string& text : texts) {
    if (is_address_name(text))
      throw Error(Errc::usage, Message("notify.email_name", "\"{{to}}\" does not stand for addresses of mail",
                                       {{"to", text}}))
          .at(option);
    try {
      for (MailAddress& address : parse_mail_addresses(text, local_domain)) all.push_back(std::move(address));
    } catch (const Error& error) {
      throw error.at(option);
    }
  }
  return all;
}

DeliveryClass class_of(SmtpOutcome outcome) {
  switch (outcome) {
    case SmtpOutcome::accepted: return DeliveryClass::ok;
    case SmtpOutcome::transient: return DeliveryClass::transient;
    case SmtpOutcome::permanent: return DeliveryClass::permanent;
    case SmtpOutcome::config: return DeliveryClass::config;
    case SmtpOutcome::ambiguous: return DeliveryClass::ambiguous;
  }
  return DeliveryClass::permanent;
}

DeliveryOutcome outcome_of(const SmtpResult& result, const SmtpServer& server,
                           const std::string& message_id) {
  DeliveryOutcome outcome;
  outcome.kind = class_of(result.outcome);
  if (result.code != 0) outcome.code = std::to_string(result.code);
  outcome.provider_id = message_id;
  outcome.pauses_destination = result.concerns_server;
  if (outcome.kind != DeliveryClass::ok)
    outcome.error = server.place() + ": " + (result.code != 0 ? outcome.code + " " : "") + result.text;
  return outcome;
}

/// As it goes over the wire, a dot in front of a line's dot (RFC 5321, 4.5.2).
std::string stuffed(std::string_view bytes) {
  std::string out;
  while (!bytes.empty()) {
    const auto end = std::min(bytes.find('\n'), bytes.size() - 1) + 1;
    if (bytes[0] == '.') out += '.';
    out.append(bytes.substr(0, end));
    bytes.remove_prefix(end);
  }
  return out;
}

/// The same for each try, and no two messages have the same.
std::string message_id_of(const DeliveryAttempt& attempt, const MailAddress& from) {
  return attempt.deliveries[0].message + "@" + (from.domain.starts_with('[') ? "localhost" : from.domain);
}

}  // namespace

EmailChannel::EmailChannel(EmailSettings settings) : settings_(std::move(settings)) {}

std::string EmailChannel::name() const {
  return "email";
}

void EmailChannel::check_server() const {
  require_setting("notification.email.host", settings_.server.host);
}

MailAddress EmailChannel::sender(const NotificationMessage& message) const {
  const std::string& from = message.from.empty() ? settings_.from : message.from;
  require_setting("notification.email.from", from);
  return MailAddress::parse(from);
}

Mail EmailChannel::mail_of(const NotificationMessage& message) const {
  Mail mail;
  mail.from = sender(message);
  mail.to = addresses_of(message.to, "to");
  mail.cc = addresses_of(message.cc, "cc");
  if (!message.reply_to.empty()) mail.reply_to = addresses_of({message.reply_to}, "reply-to");
  mail.subject = message.subject;
  mail.text = message.body;
  mail.html = message.html;
  mail.headers = message.headers;
  for (const NotificationFile& file : message.files) {
    (file.content_id.empty() ? mail.attachments : mail.inlines)
        .push_back({file.name, file.type, file.content_id, file.bytes});
  }
  return mail;
}

/// Only of a finished message: in one of ours a bare name is a mistake.
std::string EmailChannel::local_domain(const NotificationMessage& message) const {
  return message.raw.empty() ? std::string() : sender(message).domain;
}

void EmailChannel::check(const NotificationMessage& message) const {
  check_server();
  if (!message.raw.empty()) {
    refuse_unused(message, std::array<std::string_view, 2>{"raw", "from"});
    if (!message.from.empty()) MailAddress::parse(message.from);
    addresses_of(message.to, "to", local_domain(message));
    MailText::read(message.raw);
    return;
  }
  refuse_unused(message, std::array<std::string_view, 9>{"subject", "body", "html", "cc", "bcc", "reply-to",
                                                         "from", "header", "attach"});
  Mail mail = mail_of(message);
  mail.message_id = "check@localhost";
  addresses_of(message.bcc, "bcc");
  if (mail.to.empty() && mail.cc.empty())
    throw Error(Errc::usage, Message("notify.only_bcc", "a mail needs somebody in --to or --cc"));
  check_mail(mail);
}

std::string EmailChannel::destination(const NotificationMessage&, std::string_view) const {
  return "smtp:" + settings_.server.place();
}

std::vector<std::string> EmailChannel::recipients(const NotificationMessage& message) const {
  std::vector<std::string> all;
  for (const auto* list : {&message.to, &message.cc, &message.bcc}) {
    for (const MailAddress& address : addresses_of(*list, "to", local_domain(message))) {
      std::string text = address.address();
      if (std::find(all.begin(), all.end(), text) == all.end()) all.push_back(std::move(text));
    }
  }
  return all;
}

std::string EmailChannel::bytes_of(const DeliveryAttempt& attempt) const {
  const NotificationMessage& message = attempt.message;
  const MailAddress from = sender(message);
  if (!message.raw.empty())
    return MailText::read(message.raw).bytes({from, message_id_of(attempt, from), attempt.created_at, from.domain});
  Mail mail = mail_of(message);
  mail.message_id = message_id_of(attempt, from);
  mail.date_ms = attempt.created_at;
  return compose_mail(mail);
}

std::vector<DeliveryOutcome> EmailChannel::deliver(const DeliveryAttempt& attempt) {
  check_server();
  const std::string bytes = bytes_of(attempt);
  const MailAddress from = sender(attempt.message);
  SmtpMail mail{.from = from.address(), .bytes = bytes, .before_data = attempt.body_begins};
  for (const DeliveryAddress& address : attempt.addresses) mail.to.push_back(address.text);
  const std::vector<SmtpResult> results = settings_.open()->send(settings_.server, mail);
  std::vector<DeliveryOutcome> outcomes;
  for (const SmtpResult& result : results)
    outcomes.push_back(outcome_of(result, settings_.server, message_id_of(attempt, from)));
  return outcomes;
}

std::string EmailChannel::preview(const DeliveryAttempt& attempt) {
  std::string text = "MAIL FROM:<" + sender(attempt.message).address() + ">\r\n";
  for (const DeliveryAddress& address : attempt.addresses) text += "RCPT TO:<" + address.text + ">\r\n";
  return text + "DATA\r\n" + stuffed(bytes_of(attempt)) + ".\r\n";
}

void EmailChannel::test() {
  check_server();
  settings_.open()->verify(settings_.server);
}

std::size_t EmailChannel::max_recipients() const {
  return recipients_of_one_mail;
}
bool EmailChannel::repeats_ambiguous() const {
  return settings_.repeats_ambiguous;
}

}  // namespace objectos::notification
