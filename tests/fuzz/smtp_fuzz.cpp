// What an SMTP server says, whatever it is, comes to a result for each recipient, and is accepted only where
// it said so.
#include <string>

#include "curl/smtp_dialogue.hpp"
#include "curl/smtp_request.hpp"
#include "curl/smtp_verdict.hpp"
#include "fuzz.hpp"
#include "objectos/text.hpp"

namespace {

using namespace objectos;
using namespace objectos::curl;

constexpr std::size_t recipients = 3;
constexpr const char* commands[] = {"EHLO a.test\r\n",
                                    "STARTTLS\r\n",
                                    "AUTH PLAIN AGEAYg==\r\n",
                                    "MAIL FROM:<a@b>\r\n",
                                    "RCPT TO:<a@b>\r\n",
                                    "RCPT TO:<c@d>\r\n",
                                    "RCPT TO:<e@f>\r\n",
                                    "DATA\r\n",
                                    "",
                                    "QUIT\r\n"};

/// One result as messages and exit statuses can bear it.
void check_result(const SmtpResult& result, const SmtpDialogue& dialogue, const SmtpEnd& end) {
  MUST_HOLD(result.text.size() <= 300 && result.text.find_first_of("\r\n") == std::string::npos);
  MUST_HOLD(result.code >= 0 && result.code <= 999);
  const bool is_accepted = result.outcome == SmtpOutcome::accepted;
  if (is_accepted) MUST_HOLD(dialogue.stage() == SmtpStage::mail && result.code / 100 == 2);
  if (result.outcome == SmtpOutcome::ambiguous) MUST_HOLD(end.has_begun);
  if (result.outcome == SmtpOutcome::permanent)
    MUST_HOLD(result.code / 100 == 5 || end.refusal != SmtpRefusal::none);
}

/// Each line of the input is a line of a reply; an empty one lets the client go on with its next command.
void talk(std::string_view input, SmtpEnd end) {
  SmtpOffers offers;
  SmtpDialogue dialogue(offers);
  dialogue.connecting();
  std::size_t next = 0;
  while (!input.empty()) {
    const std::size_t size = std::min(input.find('\n'), input.size());
    const std::string_view line = input.substr(0, size);
    input.remove_prefix(std::min(size + 1, input.size()));
    if (!line.empty()) {
      dialogue.received(line);
    } else if (next < std::size(commands)) {
      const std::string_view command = commands[next++];
      if (command.empty()) {
        dialogue.sending_mail();
        end.has_begun = true;
      } else {
        dialogue.sent(command);
      }
    }
    const auto results = verdict(dialogue, end, recipients);
    MUST_HOLD(results.size() == recipients);
    for (const SmtpResult& result : results) check_result(result, dialogue, end);
    MUST_HOLD(!has_gone(dialogue, end) || !end.has_begun);
  }
}

/// Bytes that are let through cannot end the mail early for any server.
void bytes(std::string_view mail) {
  if (!succeeds(Errc::usage, [mail] { check_bytes(mail); })) return;
  for (std::size_t i = 0; i < mail.size(); ++i) {
    if (mail[i] == '\n') MUST_HOLD(i > 0 && mail[i - 1] == '\r');
    if (mail[i] == '\r') MUST_HOLD(i + 1 < mail.size() && mail[i + 1] == '\n');
    MUST_HOLD(mail[i] != '\0');
  }
}

/// An envelope that is let through has no byte that would end its command.
void envelope(std::string_view address) {
  const std::string to(address);
  SmtpEnvelope checked;
  if (!succeeds(Errc::usage, [&] { checked = checked_envelope({.from = to, .to = {to}}); })) return;
  for (const char c : checked.from + checked.to.front())
    MUST_HOLD(static_cast<unsigned char>(c) >= ' ' && c != 0x7F);
  MUST_HOLD(checked.to.front().size() <= 254);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  static constexpr CURLcode codes[] = {
      CURLE_OK,         CURLE_RECV_ERROR,     CURLE_OPERATION_TIMEDOUT, CURLE_LOGIN_DENIED,
      CURLE_SEND_ERROR, CURLE_USE_SSL_FAILED, CURLE_SSL_CONNECT_ERROR,  CURLE_COULDNT_CONNECT};
  const std::string_view text = as_text(data + 2, size - 2);
  switch (data[0] % 4) {
    case 0: bytes(text); break;
    case 1: envelope(text); break;
    default:
      talk(text, {.code = codes[data[1] % 8],
                  .reason = std::string(text.substr(0, 500)),
                  .refusal = static_cast<SmtpRefusal>(data[1] / 8 % 3),
                  .time = Millis(1000)});
  }
  return 0;
}
