// Mail over SMTP.
#pragma once

#include <functional>
#include <memory>

#include "objectos/mail.hpp"
#include "objectos/notification_channel.hpp"
#include "objectos/smtp_client.hpp"

namespace objectos::notification {

struct EmailSettings {
  std::function<std::shared_ptr<SmtpClient>()> open;
  SmtpServer server;
  std::string from;
  bool repeats_ambiguous = true;
};

class EmailChannel final : public Channel {
 public:
  explicit EmailChannel(EmailSettings settings);
  std::string name() const override;
  void check(const NotificationMessage& message) const override;
  std::string destination(const NotificationMessage& message, std::string_view to) const override;
  std::vector<std::string> recipients(const NotificationMessage& message) const override;
  std::vector<DeliveryOutcome> deliver(const DeliveryAttempt& attempt) override;
  std::string preview(const DeliveryAttempt& attempt) override;
  void test() override;
  std::size_t max_recipients() const override;
  bool repeats_ambiguous() const override;

 private:
  MailAddress sender(const NotificationMessage& message) const;
  Mail mail_of(const NotificationMessage& message) const;
  std::string bytes_of(const DeliveryAttempt& attempt) const;
  void check_server() const;
  std::string local_domain(const NotificationMessage& message) const;
  EmailSettings settings_;
};

}  // namespace objectos::notification
