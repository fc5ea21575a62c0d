#include "curl/smtp_client.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "curl/smtp_verdict.hpp"
#include "objectos/error.hpp"

namespace objectos::curl {
namespace {

/// Sessions that are kept although nobody uses them.
constexpr std::size_t max_free = 16;
constexpr std::size_t bytes_a_second = 64 * 1024;

SmtpSession new_session(SmtpLogin login) {
  return {std::move(login), new_handle(), {}};
}

SmtpTimes times_of(const SmtpServer& server, std::size_t bytes) {
  const auto extra = std::chrono::seconds(bytes / bytes_a_second);
  return {server.connect_timeout, server.timeout + std::chrono::duration_cast<Millis>(extra)};
}

void say_goodbye(SmtpSession& session) {
  const SmtpTimes times{Millis(2'000), Millis(2'000)};
  SmtpTransfer(session, times).leave();
}

struct Tried {
  std::vector<SmtpResult> results;
  bool was_outdated;  ///< the connection was one that the server had closed
  bool is_usable;     ///< for the next mail; what failed is not used again
};

Tried try_once(SmtpSession& session, const SmtpEnvelope& envelope, const SmtpMail& mail,
               const SmtpTimes& times) {
  SmtpTransfer transfer(session, times);
  transfer.send(envelope, mail);
  const SmtpDialogue& dialogue = transfer.dialogue();
  return {verdict(dialogue, transfer.end(), envelope.to.size()),
          !dialogue.is_new_connection() && has_gone(dialogue, transfer.end()),
          transfer.end().code == CURLE_OK};
}

Error error_of(const SmtpResult& result) {
  const std::string code = result.code == 0 ? "" : std::to_string(result.code) + ' ';
  const Errc kind = result.outcome == SmtpOutcome::transient ? Errc::unavailable : Errc::denied;
  return Error(kind, Message("smtp.failed", "{{reason}}", {{"reason", code + result.text}}));
}

}  // namespace

CurlSmtpClient::CurlSmtpClient() {
  initialise();
}

CurlSmtpClient::~CurlSmtpClient() {
  for (SmtpSession& session : free_) say_goodbye(session);
}

std::vector<SmtpResult> CurlSmtpClient::send(const SmtpServer& server, const SmtpMail& mail) {
  const SmtpLogin login = checked_login(server);
  const SmtpEnvelope envelope = checked_envelope(mail);
  check_bytes(mail.bytes);
  const SmtpTimes times = times_of(server, mail.bytes.size());
  SmtpSession session = take(login);
  Tried tried = try_once(session, envelope, mail, times);
  if (tried.was_outdated) {
    session = new_session(login);
    tried = try_once(session, envelope, mail, times);
  }
  if (tried.is_usable) give_back(std::move(session));
  return std::move(tried.results);
}

void CurlSmtpClient::verify(const SmtpServer& server) {
  SmtpSession session = new_session(checked_login(server));
  SmtpTransfer transfer(session, times_of(server, 0));
  transfer.visit();
  if (transfer.end().code == CURLE_OK) return;
  throw error_of(verdict(transfer.dialogue(), transfer.end(), 1).front()).at(server.place());
}

SmtpSession CurlSmtpClient::take(const SmtpLogin& login) {
  const std::lock_guard lock(mutex_);
  // The one that was used last: the others are the first to be closed by the server.
  const auto found = std::find_if(free_.rbegin(), free_.rend(),
                                  [&login](const SmtpSession& session) { return session.login == login; });
  if (found == free_.rend()) return new_session(login);
  SmtpSession session = std::move(*found);
  free_.erase(std::next(found).base());
  return session;
}

void CurlSmtpClient::give_back(SmtpSession session) {
  std::vector<SmtpSession> surplus;
  {
    const std::lock_guard lock(mutex_);
    free_.push_back(std::move(session));
    if (free_.size() > max_free) {
      surplus.push_back(std::move(free_.front()));
      free_.erase(free_.begin());
    }
  }
  for (SmtpSession& old : surplus) say_goodbye(old);
}

std::shared_ptr<SmtpClient> smtp_client() {
  return std::make_shared<CurlSmtpClient>();
}

}  // namespace objectos::curl
