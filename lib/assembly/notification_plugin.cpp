#include "objectos/i18n.hpp"
#include "objectos/metrics.hpp"
#include "objectos/notification.hpp"

namespace objectos {

NotificationPlugin::NotificationPlugin() : ServicePlugin(Notification::service_name) {}
NotificationPlugin::NotificationPlugin(Config config)
    : ServicePlugin(Notification::service_name, std::move(config)) {}
NotificationPlugin::~NotificationPlugin() = default;

void NotificationPlugin::init(PluginContext& context) {
  notification_ = open_notification(config(context));
  context.register_service<Notification>(std::string(Notification::service_name), notification_);
}

/// By now every other service is registered.
void NotificationPlugin::start(PluginContext& context) {
  if (context.has_service(std::string(Metrics::service_name)))
    notification_->count_in(context.get_service<Metrics>(std::string(Metrics::service_name)));
  if (context.has_service(std::string(I18n::service_name))) {
    auto i18n = context.get_service<I18n>(std::string(I18n::service_name));
    notification_->use_templates(notification_templates(config(context), [i18n] { return i18n; }));
  }
}

}  // namespace objectos
