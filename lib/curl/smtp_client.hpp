// SmtpClient over libcurl.
#pragma once

#include <mutex>
#include <vector>

#include "curl/smtp_transfer.hpp"
#include "objectos/smtp_client.hpp"

namespace objectos::curl {

/// One session for each mail that is under way; those that are free keep their connections.
class CurlSmtpClient final : public SmtpClient {
 public:
  CurlSmtpClient();
  /// Says goodbye on every connection.
  ~CurlSmtpClient() override;

  std::vector<SmtpResult> send(const SmtpServer& server, const SmtpMail& mail) override;
  void verify(const SmtpServer& server) override;

 private:
  SmtpSession take(const SmtpLogin& login);
  void give_back(SmtpSession session);

  std::mutex mutex_;
  std::vector<SmtpSession> free_;
};

std::shared_ptr<SmtpClient> smtp_client();

}  // namespace objectos::curl
