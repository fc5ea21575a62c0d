#include "curl/smtp_verdict.hpp"

#include <cerrno>
#include <system_error>

#include "objectos/log.hpp"

namespace objectos::curl {
namespace {

constexpr std::size_t max_text = 300;
constexpr int closing = 421;  // RFC 5321, 4.2.2: also in place of any other reply

/// For a message: one line, printable, without secrets, not too long.
std::string line_of(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.remove_suffix(1);
  std::string line = printable(redact(text));
  if (line.size() <= max_text) return line;
  std::size_t size = max_text - std::string_view("…").size();
  while (size > 0 && (static_cast<unsigned char>(line[size]) & 0xC0) == 0x80) --size;
  return line.substr(0, size) + "…";
}

/// What may end a mail. Anything else says nothing about it.
bool is_last_word(int code) {
  return code / 100 == 2 || code / 100 == 4 || code / 100 == 5;
}

/// RFC 4954, 6: what a server says that wants another login, wherever it says so.
bool is_about_login(int code) {
  return code == 530 || code == 534 || code == 535 || code == 538;
}

SmtpOutcome outcome_of(int code) {
  if (code / 100 == 2) return SmtpOutcome::accepted;
  if (is_about_login(code)) return SmtpOutcome::config;
  return code / 100 == 5 ? SmtpOutcome::permanent : SmtpOutcome::transient;
}

SmtpResult of_reply(const SmtpReply& reply) {
  const SmtpOutcome outcome = outcome_of(reply.code);
  return {outcome, reply.code, line_of(reply.text), outcome == SmtpOutcome::config || reply.code == closing};
}

/// Before the envelope 5yz is about us, not about a mail. 4yz passes, of STARTTLS too (RFC 3207, 4: 454).
SmtpResult of_reply_before_envelope(const SmtpReply& reply, SmtpStage stage) {
  const bool is_ours = reply.code / 100 == 5;
  std::string text = reply.text;
  if (stage == SmtpStage::starttls && reply.code != closing) text = "STARTTLS was refused: " + text;
  if (stage == SmtpStage::login) text = "the login was refused: " + text;
  return {is_ours ? SmtpOutcome::config : SmtpOutcome::transient, reply.code, line_of(text), true};
}

std::string_view last_asked(SmtpStage stage) {
  switch (stage) {
    case SmtpStage::none: return "before anything was said";
    case SmtpStage::greeting: return "before the server said hello";
    case SmtpStage::hello: return "after EHLO";
    case SmtpStage::starttls: return "after STARTTLS";
    case SmtpStage::login: return "in the login";
    case SmtpStage::noop: return "after the login";
    case SmtpStage::sender: return "after MAIL";
    case SmtpStage::recipient: return "after RCPT";
    case SmtpStage::data: return "after DATA";
    case SmtpStage::mail: return "when the mail had left at least in part";
  }
  return "";
}

std::string words_of(const SmtpEnd& end) {
  return end.reason.empty() ? ::curl_easy_strerror(end.code) : end.reason;
}

/// A handshake that the peer left in the middle says nothing about certificates.
bool is_broken_handshake(const SmtpEnd& end) {
  for (const char* sign : {"SSL_ERROR_SYSCALL", "unexpected eof", "Connection reset", "Broken pipe",
                           "SSL_ERROR_ZERO_RETURN"}) {
    if (end.reason.find(sign) != end.reason.npos) return true;
  }
  return false;
}

bool is_tls_fault(const SmtpEnd& end) {
  switch (end.code) {
    case CURLE_SSL_CONNECT_ERROR: return !is_broken_handshake(end);
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CIPHER:
    case CURLE_USE_SSL_FAILED: return true;
    default: return false;
  }
}

std::string loss_text(const SmtpDialogue& dialogue, const SmtpEnd& end) {
  const std::string where(last_asked(dialogue.stage()));
  switch (end.code) {
    case CURLE_OPERATION_TIMEDOUT: return "no answer within " + format_duration(end.time) + ", " + where;
    case CURLE_COULDNT_RESOLVE_HOST: return "cannot connect: " + words_of(end);
    case CURLE_COULDNT_CONNECT:
      return "cannot connect: " +
             (end.error_number ? std::generic_category().message(end.error_number) : words_of(end));
    default: return "the connection broke " + where;
  }
}

/// The server gave no reply that would say it.
SmtpResult of_silence(const SmtpDialogue& dialogue, const SmtpEnd& end) {
  switch (end.refusal) {
    case SmtpRefusal::no_login_offered:
      return {SmtpOutcome::config, 0, "the server offers no login (AUTH)", true};
    case SmtpRefusal::no_utf8_offered:
      return {SmtpOutcome::permanent, 0, "the server takes no addresses outside ASCII (SMTPUTF8)", false};
    case SmtpRefusal::none: break;
  }
  if (end.has_begun) return {SmtpOutcome::ambiguous, 0, line_of(loss_text(dialogue, end)), true};
  if (end.code == CURLE_USE_SSL_FAILED)
    return {SmtpOutcome::config, 0, "the server does not offer STARTTLS", true};
  if (is_tls_fault(end)) return {SmtpOutcome::config, 0, line_of("TLS: " + words_of(end)), true};
  if (end.code == CURLE_LOGIN_DENIED && dialogue.stage() == SmtpStage::login)
    return {SmtpOutcome::config, 0, "the login was refused", true};
  if (end.code == CURLE_LOGIN_DENIED)
    return {SmtpOutcome::config, 0, "the server offers no way to log in that is wanted here", true};
  return {SmtpOutcome::transient, 0, line_of(loss_text(dialogue, end)), true};
}

bool is_before_envelope(SmtpStage stage) {
  return stage <= SmtpStage::noop;
}

/// What one reply or its absence means for every recipient that is not refused by itself.
SmtpResult of_all(const SmtpDialogue& dialogue, const SmtpEnd& end) {
  const auto& reply = dialogue.reply();
  if (!reply || end.refusal != SmtpRefusal::none) return of_silence(dialogue, end);
  const bool is_expected = reply->code / 100 == 2 || reply->code / 100 == 3;
  if (is_before_envelope(dialogue.stage()))
    return is_expected ? of_silence(dialogue, end) : of_reply_before_envelope(*reply, dialogue.stage());
  switch (dialogue.stage()) {
    case SmtpStage::mail: return is_last_word(reply->code) ? of_reply(*reply) : of_silence(dialogue, end);
    case SmtpStage::data:
      if (reply->code == 354) return of_silence(dialogue, end);
      if (!is_expected) return of_reply(*reply);
      return {SmtpOutcome::transient, reply->code, line_of(reply->text), false};
    case SmtpStage::recipient: return of_silence(dialogue, end);
    default: return is_expected ? of_silence(dialogue, end) : of_reply(*reply);
  }
}

}  // namespace

std::vector<SmtpResult> verdict(const SmtpDialogue& dialogue, const SmtpEnd& end, std::size_t recipients) {
  std::vector<SmtpResult> results(recipients, of_all(dialogue, end));
  const std::size_t replies = std::min(recipients, dialogue.recipients().size());
  for (std::size_t i = 0; i < replies; ++i) {
    const SmtpReply& reply = dialogue.recipients()[i];
    if (reply.code / 100 != 2) results[i] = of_reply(reply);
  }
  return results;
}

bool has_gone(const SmtpDialogue& dialogue, const SmtpEnd& end) {
  if (end.code == CURLE_OK || end.has_begun || end.refusal != SmtpRefusal::none) return false;
  if (dialogue.reply() && dialogue.reply()->code / 100 != 2 && dialogue.reply()->code / 100 != 3)
    return dialogue.reply()->code == closing;
  return end.code != CURLE_OPERATION_TIMEDOUT;
}

}  // namespace objectos::curl
