// Where the queue of messages is kept, and what the configuration says of channels.
#include <mutex>

#include "assembly/backend_choice.hpp"
#include "core/module.hpp"
#include "kernel/server_options.hpp"
#include "notification/email_channel.hpp"
#include "notification/slack_channel.hpp"
#include "notification/twilio_channel.hpp"
#include "notification/webhook_channel.hpp"
#include "objectos/error.hpp"
#include "objectos/i18n.hpp"
#include "objectos/log.hpp"
#include "objectos/notification.hpp"
#include "redis/exports.hpp"
#include "sqlite/notification_queue.hpp"

namespace objectos {
namespace {

using namespace notification;  // NOLINT(google-build-using-namespace)

std::shared_ptr<NotificationQueue> open_sqlite(const Config& config, std::string_view path,
                                               const Clock& clock) {
  return sqlite::notification_queue(sqlite_options(config, "notification", path), clock);
}

std::shared_ptr<NotificationQueue> open_redis(ServerOptions options) {
  return module_exports<redis::Exports>("redis").notification(std::move(options));
}

NotificationOptions options_of(const Config& config) {
  NotificationOptions options;
  const bool is_enabled = config.boolean("notification.queue.enabled");
  options.max_retries = is_enabled ? config.integer("notification.queue.max_retries") : 0;
  options.retry_delay = config.duration("notification.queue.retry_delay");
  options.max_delay = config.duration("notification.queue.max_delay");
  options.retention = config.duration("notification.queue.retention");
  return options;
}

/// Opens at the first call, and hands out the same from then on: connections are kept in it. Thread safe.
template <class Client>
std::function<std::shared_ptr<Client>()> opened_once(std::shared_ptr<Client> (*open)()) {
  struct State {
    std::mutex mutex;
    std::shared_ptr<Client> client;
  };
  return [open, state = std::make_shared<State>()] {
    const std::lock_guard lock(state->mutex);
    if (!state->client) state->client = open();
    return state->client;
  };
}

/// What section `notification.CHANNEL` says to a channel over HTTP.
HttpChannelSettings http_settings(const Config& config, const std::string& channel) {
  HttpChannelSettings settings;
  settings.open = opened_once(&open_http_client);
  settings.ca = config.string("notification." + channel + ".ca");
  settings.repeats_ambiguous = config.string("notification." + channel + ".on_ambiguous") == "resend";
  if (config.is_set("notification.timeout")) settings.timeout = config.duration("notification.timeout");
  return settings;
}

SmtpTls tls_of(const Config& config) {
  const std::string tls = config.string("notification.email.tls");
  if (tls == "implicit" || (tls.empty() && config.boolean("notification.email.secure")))
    return SmtpTls::implicit;
  if (tls == "opportunistic") return SmtpTls::opportunistic;
  return tls == "none" ? SmtpTls::none : SmtpTls::starttls;
}

EmailSettings email_settings(const Config& config) {
  EmailSettings settings;
  settings.open = opened_once(&open_smtp_client);
  SmtpServer& server = settings.server;
  server.host = config.string("notification.email.host");
  server.tls = tls_of(config);
  server.port = server.tls == SmtpTls::implicit ? 465 : 587;
  if (config.is_set("notification.email.port"))
    server.port = static_cast<int>(config.integer("notification.email.port"));
  server.ca = config.string("notification.email.ca");
  server.user = config.string("notification.email.auth.user");
  server.password = config.string("notification.email.auth.pass");
  server.auth = config.string("notification.email.auth.method");
  if (config.is_set("notification.timeout"))
    server.connect_timeout = server.timeout = config.duration("notification.timeout");
  settings.from = config.string("notification.email.from");
  settings.repeats_ambiguous = config.string("notification.email.on_ambiguous") == "resend";
  add_secret(server.password);
  return settings;
}

TwilioSettings twilio_settings(const Config& config) {
  TwilioSettings settings{
      .account = config.string("notification.sms.account_sid"),
      .token = config.string("notification.sms.auth_token"),
      .from = config.string("notification.sms.from"),
      .endpoint = config.string("notification.sms.endpoint"),
      .max_segments = static_cast<std::size_t>(config.integer("notification.sms.max_segments"))};
  if (config.is_set("notification.sms.provider"))
    settings.provider = config.string("notification.sms.provider");
  add_secret(settings.token);
  return settings;
}

std::optional<bool> allow_private(const Config& config) {
  constexpr const char* key = "notification.webhook.allow_private";
  return config.is_set(key) ? std::optional(config.boolean(key)) : std::nullopt;
}

/// Translations are read when a template asks for the first text.
class LazyLanguage final : public TemplateLanguage {
 public:
  LazyLanguage(std::function<std::shared_ptr<I18n>()> open, std::string locale)
      : open_(std::move(open)), locale_(std::move(locale)) {}
  std::string translate(std::string_view key, const std::vector<Arg>& args) const override {
    return language().translate(key, args);
  }
  std::string format_number(std::string_view number, std::string_view style) const override {
    return language().format_number(number, style);
  }
  std::string format_currency(std::string_view number, std::string_view currency,
                              std::string_view style) const override {
    return language().format_currency(number, currency, style);
  }
  std::string format_date(std::string_view date, std::string_view style,
                          std::string_view zone) const override {
    return language().format_date(date, style, zone);
  }

 private:
  const I18nTemplateLanguage& language() const {
    const std::lock_guard lock(mutex_);
    if (!language_) {
      i18n_ = open_();
      language_.emplace(*i18n_, locale_);
    }
    return *language_;
  }

  const std::function<std::shared_ptr<I18n>()> open_;
  const std::string locale_;
  mutable std::mutex mutex_;
  mutable std::shared_ptr<I18n> i18n_;
  mutable std::optional<I18nTemplateLanguage> language_;
};

}  // namespace

TemplateSource notification_templates(const Config& config, std::function<std::shared_ptr<I18n>()> open) {
  if (!open) open = [config] { return open_i18n(config); };
  return {std::make_shared<MessageTemplates>(config.string("notification.templates"),
                                             config.string("i18n.fallback_locale")),
          config.string("i18n.default_locale"), [open = std::move(open)](const std::string& locale) {
            return std::make_unique<LazyLanguage>(open, locale);
          }};
}

std::shared_ptr<NotificationQueue> open_notification_queue(const Config& config, const Clock& clock) {
  if (const auto url = url_of(config, "notification")) return open_notification_queue(*url, config, clock);
  const std::string backend = config.string("notification.backend");
  if (backend == "redis") return open_redis(server_options(config, "notification", backend));
  return open_sqlite(config, config.string("notification.options.path"), clock);
}

std::shared_ptr<NotificationQueue> open_notification_queue(std::string_view url, const Config& config,
                                                           const Clock& clock) {
  if (url.starts_with("sqlite:") && url.size() > 7) return open_sqlite(config, url.substr(7), clock);
  if (module_of_url(url) == "redis") return open_redis(server_options_of_url(config, "notification", url));
  throw Error(
      Errc::usage,
      Message("notify.url", "\"{{url}}\" is not the URL of a queue of messages", {{"url", redact(url)}}),
      Message("notify.url_hint", "URLs are sqlite:PATH, redis://HOST, rediss://HOST"));
}

std::shared_ptr<Notification> open_notification(const Config& config, const Clock& clock) {
  auto service =
      std::make_shared<Notification>(open_notification_queue(config, clock), options_of(config), config);
  service->use_templates(notification_templates(config));
  service->add_channel(std::make_shared<EmailChannel>(email_settings(config)));
  service->add_channel(
      std::make_shared<WebhookChannel>(http_settings(config, "webhook"), allow_private(config)));
  service->add_channel(std::make_shared<SlackChannel>(http_settings(config, "slack")));
  service->add_channel(
      std::make_shared<TwilioChannel>(http_settings(config, "sms"), twilio_settings(config)));
  return service;
}

}  // namespace objectos
