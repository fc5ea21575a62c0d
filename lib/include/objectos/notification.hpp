// Messages to people and machines, through a durable queue. What is to be sent is committed before anything
// is; a process that is killed loses nothing, and sends nothing twice where the protocol can tell. Start
// here:
//
//   auto notification =
//   objectos::open_notification(objectos::Config::load(objectos::ConfigSources::process()));
//   notification->send_email("ops@example.com", "Disk full", "/var is at 97 %");
//   notification->flush();   // what is due: from cron, or run a worker
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "objectos/api.hpp"
#include "objectos/config.hpp"
#include "objectos/http_client.hpp"
#include "objectos/kernel.hpp"
#include "objectos/message_templates.hpp"
#include "objectos/notification_channel.hpp"
#include "objectos/notification_queue.hpp"
#include "objectos/text.hpp"

namespace objectos {

class Metrics;

/// try_once: queued, tried, and left in the queue if it should be tried again. only_queue: not tried. now:
/// tried, and given up if that fails.
enum class SendMode { try_once, only_queue, now };

struct NotificationOptions {
  std::int64_t max_retries = 3;                  ///< tries after the first one
  Millis retry_delay{5'000};                     ///< before the first of them; doubles each time, with jitter
  Millis max_delay{6 * 60 * 60 * 1000};          ///< and is never longer than this
  Millis retention{30LL * 24 * 60 * 60 * 1000};  ///< flush() forgets what was finished before
  DeliveryLease lease;                           ///< owner: empty for this process
};

struct FlushOptions {
  std::size_t max = SIZE_MAX;               ///< deliveries
  std::optional<SteadyPoint> deadline;      ///< nothing new is begun after it
  std::size_t connections = 4;           ///< threads, each with connections of its own; one where there is little to do
  const std::atomic<bool>* stop = nullptr;  ///< nothing new is begun when it is true
};

struct FlushReport {
  std::size_t sent = 0;
  std::size_t retrying = 0;
  std::size_t dead = 0;             ///< and unknown
  std::uint64_t left = 0;           ///< queued, sending or retrying now, due or not
  std::size_t config = 0;           ///< of retrying: our own set-up is at fault
  std::vector<std::string> errors;  ///< for people: each once, with the first delivery that it befell
};

/// Where texts come from, and the languages they are in.
struct TemplateSource {
  std::shared_ptr<const MessageTemplates> templates;
  std::string default_locale;  ///< of who names none
  /// What the helpers t, formatDate, … ask in a language; null: they are errors.
  std::function<std::unique_ptr<TemplateLanguage>(const std::string& locale)> language;
};

struct TemplateUse {
  std::string name;
  std::string data = "{}";  ///< JSON
  std::string locale;       ///< empty: the default
  bool is_strict = false;   ///< what the data lack is an error
};

/// Thread safe. Errors: usage and data for a message that cannot be sent, unavailable and denied of the
/// queue. What goes wrong on the way to a recipient is no error but stands in its Delivery.
class OBJECTOS_API Notification {
 public:
  static constexpr std::string_view service_name = "notification";

  /// `config`: the targets, of its section `notification.targets`.
  explicit Notification(std::shared_ptr<NotificationQueue> queue, NotificationOptions options = {},
                        const Config& config = Config());
  ~Notification();
  Notification(const Notification&) = delete;
  Notification& operator=(const Notification&) = delete;

  /// Replaces one of the same name. Before the first use.
  void add_channel(std::shared_ptr<Channel> channel);
  /// Error(usage) if there is none, naming those that are.
  Channel& channel(std::string_view name) const;
  std::vector<std::string> channels() const;
  /// Counts `notification.sent`, `notification.errors` and `notification.duration` (seconds), by channel,
  /// from now on.
  void count_in(std::shared_ptr<Metrics> metrics);

  /// Before the first use.
  void use_templates(TemplateSource source);
  /// Fills subject, body and HTML with what the template makes of the data for the message's channel: of
  /// email its parts subject, text and html; of sms the part sms, else text; of webhook json, else text; of
  /// others subject and text. What the message has already stays. Error(usage) if the template has no part
  /// for the channel; whatever MessageTemplates::render throws.
  void render_template(const TemplateUse& use, NotificationMessage& message) const;

  /// Replaces names of targets that stand for addresses by these, and sets the channel that a target names if
  /// the message names none. Error(usage) for a target that is not there, or is another channel's.
  void expand_targets(NotificationMessage& message) const;
  /// Error(usage), Error(data) for what send() would refuse. Queues nothing.
  void check(const NotificationMessage& message) const;

  /// Delivers; one delivery for each recipient, as it stands then. If a message has the same idempotency key
  /// and is the same, nothing is sent and its deliveries come back; Error(data) if it is another.
  std::vector<Delivery> send(const NotificationMessage& message, SendMode mode = SendMode::try_once);
  std::vector<Delivery> send_email(std::string_view to, std::string_view subject, std::string_view body,
                                   std::string_view html = {});
  std::vector<Delivery> send_sms(std::string_view to, std::string_view text);
  std::vector<Delivery> send_webhook(std::string_view url, std::string_view json);

  /// The bytes that send() would put on the wire, for each recipient, secrets as ***. Queues nothing.
  std::vector<std::string> preview(const NotificationMessage& message) const;

  /// Tries all that is due. Any number of processes may do so at once.
  FlushReport flush(const FlushOptions& options = {});
  QueueCounts queue_status() const;
  NotificationQueue& queue() const noexcept { return *queue_; }
  const NotificationOptions& options() const noexcept { return options_; }

  /// What the message said, as far as it is not secret: JSON.
  std::optional<std::string> content(std::string_view message_id) const;

 private:
  struct State;
  void try_new(std::vector<Delivery>& deliveries, SendMode mode);
  void end_config_pauses(const std::vector<Delivery>& tried);
  std::shared_ptr<NotificationQueue> queue_;
  NotificationOptions options_;
  std::unique_ptr<State> state_;
};

/// What the configuration says of the section `notification`, with the channels email, sms, webhook, slack
/// and inbox. Nothing is loaded or connected before it is needed.
OBJECTOS_API std::shared_ptr<Notification> open_notification(const Config& config,
                                                             const Clock& clock = Clock::system());

/// The templates in the directory `notification.templates`, and their languages by the section `i18n`, or by
/// what `open` gives (called when a template asks for the first text).
OBJECTOS_API TemplateSource notification_templates(const Config& config,
                                                   std::function<std::shared_ptr<I18n>()> open = {});

/// Registers the service `notification`. Metrics are counted, and translations asked for, if those services
/// are there.
class OBJECTOS_API NotificationPlugin final : public ServicePlugin {
 public:
  NotificationPlugin();
  explicit NotificationPlugin(Config config);
  ~NotificationPlugin() override;
  void init(PluginContext& context) override;
  void start(PluginContext& context) override;

 private:
  std::shared_ptr<Notification> notification_;
};

}  // namespace objectos
