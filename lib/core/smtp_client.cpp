#include "objectos/smtp_client.hpp"

namespace objectos {

SmtpClient::~SmtpClient() = default;

std::string SmtpServer::place() const {
  const bool needs_brackets = host.find(':') != host.npos && host.front() != '[';
  return (needs_brackets ? '[' + host + ']' : host) + ':' + std::to_string(port);
}

std::string_view smtp_outcome_name(SmtpOutcome outcome) noexcept {
  switch (outcome) {
    case SmtpOutcome::accepted: return "accepted";
    case SmtpOutcome::transient: return "transient";
    case SmtpOutcome::permanent: return "permanent";
    case SmtpOutcome::config: return "config";
    case SmtpOutcome::ambiguous: return "ambiguous";
  }
  return "";
}

}  // namespace objectos
