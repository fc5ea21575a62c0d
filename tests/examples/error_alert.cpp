// 2. More than so many errors: a mail and a webhook. Checked every minute on the kernel's timer until
// SIGTERM, or once.
//
//   error_alert THRESHOLD MAIL-ADDRESS WEBHOOK-URL [--once]
#include <objectos/error.hpp>
#include <objectos/kernel.hpp>
#include <objectos/metrics.hpp>
#include <objectos/metrics_alerts.hpp>
#include <objectos/notification.hpp>

#include <chrono>
#include <csignal>
#include <iostream>
#include <memory>

class ErrorAlert : public objectos::Plugin {
 public:
  ErrorAlert(double threshold, std::string mail, std::string webhook)
      : threshold_(threshold), mail_(std::move(mail)), webhook_(std::move(webhook)) {}
  std::string name() const override { return "error-alert"; }
  std::string version() const override { return "1"; }
  std::vector<std::string> dependencies() const override { return {"metrics", "notification"}; }

  void start(objectos::PluginContext& context) override {
    notification_ = context.get_service<objectos::Notification>("notification");
    objectos::AlertRule rule;
    rule.name = "errors";
    rule.metric = "app.errors.total";
    rule.threshold = threshold_;
    // It remembers what was said, so that nobody is told every minute, also after a restart.
    alerts_ = std::make_unique<objectos::Alerts>(context.get_service<objectos::Metrics>("metrics"),
                                                 std::vector{rule});
    context.every(std::chrono::minutes(1), [this] { check(); });
  }
  void destroy() override { alerts_.reset(); }

  void check() {
    alerts_->check(objectos::Alerts::Way::notify, [this](std::span<const objectos::AlertNews> news) {
      for (const objectos::AlertNews& item : news) tell(item);
    });
  }

 private:
  void tell(const objectos::AlertNews& news) {
    const bool fires = news.alert.state == objectos::AlertState::firing;
    const std::string value = objectos::metric_number(news.alert.value);
    objectos::NotificationMessage mail;
    mail.channel = "email";
    mail.to = {mail_};
    mail.subject = fires ? "Too many errors: " + value : "Errors are back to normal";
    mail.body =
        "app.errors.total is " + value + ", the limit is " + objectos::metric_number(threshold_) + ".";
    mail.idempotency_key = "mail-" + news.id;  // the same news are told once, whoever dies over it
    notification_->send(mail);
    objectos::NotificationMessage hook;
    hook.channel = "webhook";
    hook.to = {webhook_};
    hook.body = "{\"alert\":\"errors\",\"firing\":" + std::string(fires ? "true" : "false") +
                ",\"value\":" + value + "}";
    hook.idempotency_key = "hook-" + news.id;
    notification_->send(hook);
  }

  const double threshold_;
  const std::string mail_, webhook_;
  std::shared_ptr<objectos::Notification> notification_;
  std::unique_ptr<objectos::Alerts> alerts_;
};

int main(int argc, char** argv) try {
  if (argc < 4) {
    std::cerr << "usage: error_alert THRESHOLD MAIL-ADDRESS WEBHOOK-URL [--once]\n";
    return 2;
  }
  // Whenever they come, they are for run_until_signal(); the threads that are made below inherit it.
  sigset_t stop;
  sigemptyset(&stop);
  sigaddset(&stop, SIGINT);
  sigaddset(&stop, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &stop, nullptr);
  objectos::ObjectOS os(objectos::Config::load(objectos::ConfigSources::process()));
  os.register_plugin(std::make_unique<objectos::MetricsPlugin>());
  os.register_plugin(std::make_unique<objectos::NotificationPlugin>());
  auto plugin = std::make_unique<ErrorAlert>(std::stod(argv[1]), argv[2], argv[3]);
  ErrorAlert& alert = *plugin;
  os.register_plugin(std::move(plugin));
  os.start();
  if (argc > 4) {
    alert.check();
  } else {
    std::cout << "watching" << std::endl;
    os.run_until_signal();
  }
  return 0;
} catch (const objectos::Error& error) {
  std::cerr << "error_alert: " << error.what() << '\n';
  return static_cast<int>(error.code());
}
