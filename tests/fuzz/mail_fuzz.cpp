// Addresses, finished messages, HTML and the composer: whatever comes in, what goes out is a mail.
#include "core/envelope_address.hpp"
#include "fuzz.hpp"
#include "notification/mail_encoding.hpp"
#include "notification/mail_words.hpp"
#include "objectos/error.hpp"
#include "objectos/mail.hpp"
#include "objectos/text.hpp"

namespace {

using namespace objectos;

/// Lines end with CRLF, have no other CR, LF or NUL and at most 998 bytes; the headers end.
void must_be_wire_form(std::string_view mail) {
  MUST_HOLD(mail.ends_with("\r\n") && mail.find("\r\n\r\n") != mail.npos && mail.find('\0') == mail.npos);
  while (!mail.empty()) {
    const std::size_t end = mail.find("\r\n");
    MUST_HOLD(end != mail.npos && end <= 998);
    MUST_HOLD(mail.substr(0, end).find_first_of("\r\n") == mail.npos);
    mail.remove_prefix(end + 2);
  }
}

void addresses(std::string_view text) {
  std::vector<MailAddress> all;
  try {
    all = parse_mail_addresses(text, "host.test");
  } catch (const Error&) {
    return;
  }
  for (const MailAddress& address : all) {
    MUST_HOLD(envelope_address(address.address()) == address.address());
    MUST_HOLD(MailAddress::parse(address.text()) == address);
  }
}

void raw_message(std::string_view text) {
  try {
    const MailText message = MailText::read(text);
    const std::string bytes =
        message.bytes({MailAddress{"", "root", "host.test"}, "1@host.test", 0, "host.test"});
    must_be_wire_form(bytes);
    const MailText again = MailText::read(bytes);
    MUST_HOLD(again.header("From") && again.header("Date") && again.header("Message-ID"));
    MUST_HOLD(!again.header("Bcc"));
    message.recipients("host.test");
  } catch (const Error& error) {
    MUST_HOLD(error.code() == Errc::data);
  }
}

/// The text cut into the fields of a mail.
void compose(std::string_view text) {
  const auto next = [&text] {
    const std::size_t end = std::min(text.find('\x1F'), text.size());
    const std::string field(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    return field;
  };
  Mail mail{.from = {next(), "a", "x.test"}};
  mail.to = {{next(), next(), "y.test"}};
  mail.subject = next();
  mail.text = next();
  mail.html = next();
  mail.message_id = "1@x.test";
  const std::string file = next();
  if (!file.empty()) mail.attachments.push_back({file, next(), next(), text});
  const std::string header = next();
  if (!header.empty()) mail.headers.emplace_back(header, next());
  std::string bytes;
  try {
    bytes = compose_mail(mail);
  } catch (const Error& error) {
    MUST_HOLD(error.code() == Errc::usage);
    return;
  }
  must_be_wire_form(bytes);
  const MailText read = MailText::read(bytes);
  MUST_HOLD(mail::decoded_words(*read.header("Subject")) == mail.subject ||
            mail.subject.find("=?") != std::string::npos || mail.subject.find('\t') != std::string::npos);
  const MailAddress from = *read.from();
  MUST_HOLD(from.local == "a" && from.domain == "x.test");
  MUST_HOLD(read.recipients().size() == 1 && read.recipients().front().local == mail.to.front().local);
}

void encoded_word(std::string_view text) {
  mail::decoded_words(text);
  if (!is_utf8(text) || text.empty()) return;
  MUST_HOLD(mail::decoded_words(mail::encoded_words(text, 75)) == text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 5) {
    case 0: addresses(text); break;
    case 1: raw_message(text); break;
    case 2: compose(text); break;
    case 3: encoded_word(text); break;
    default: {
      const std::string out = text_of_html(text);
      MUST_HOLD(out.size() <= 64 + 40 * text.size() && (!is_utf8(text) || is_utf8(out)));
    }
  }
  return 0;
}
