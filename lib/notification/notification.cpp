#include "objectos/notification.hpp"

#include <algorithm>
#include <map>
#include <mutex>

#include "core/process.hpp"
#include "core/random.hpp"
#include "notification/address_book.hpp"
#include "notification/delivery_round.hpp"
#include "notification/fill_message.hpp"
#include "notification/flush_run.hpp"
#include "notification/inbox_channel.hpp"
#include "notification/lease_keeper.hpp"
#include "notification/message_check.hpp"
#include "notification/message_id.hpp"
#include "notification/message_text.hpp"
#include "objectos/digest.hpp"
#include "objectos/log.hpp"
#include "objectos/metrics.hpp"

namespace objectos {

using namespace notification;  // NOLINT(google-build-using-namespace): the parts this is put together of

namespace {

std::string new_owner() {
  return to_hex(random_bytes(6)) + " " + ProcessIdentity::own().text();
}

[[noreturn]] void refuse_other_message(const std::string& key) {
  throw Error(Errc::data,
              Message("notify.key_reused", "the idempotency key \"{{key}}\" belongs to another message",
                      {{"key", key}}),
              Message("notify.key_reused_hint", "a key stands for one message; another one needs its own"));
}

}  // namespace

struct Notification::State {
  std::map<std::string, std::shared_ptr<Channel>, std::less<>> channels;
  std::optional<AddressBook> addresses;
  std::shared_ptr<Metrics> metrics;
  TemplateSource templates;
  std::once_flag owner_once;
  DeliveryLease lease;

  const DeliveryLease& own_lease() {
    std::call_once(owner_once, [this] {
      if (lease.owner.empty()) lease.owner = new_owner();
    });
    return lease;
  }

  RoundSettings round(Notification& service, bool is_last_try) {
    return {*service.queue_,
            service.options_,
            own_lease(),
            *addresses,
            [&service](std::string_view name) -> Channel& { return service.channel(name); },
            [this](const Delivery& delivery, Millis took) { count(delivery, took); },
            is_last_try};
  }

  void count(const Delivery& delivery, Millis took) const {
    if (!metrics) return;
    try {
      Metrics::Group group(*metrics);
      const std::vector<Label> labels{{"channel", delivery.channel}};  // a LabelList only looks at them
      group.increment_counter(
          delivery.kind == DeliveryClass::ok ? "notification.sent" : "notification.errors", 1, labels);
      const double seconds = std::chrono::duration<double>(took).count();
      group.observe("notification.duration", {&seconds, 1}, labels);
      group.commit_untold();
    } catch (const Error& error) {
      Logger("notification").warning(error.what());
    }
  }
};

Notification::Notification(std::shared_ptr<NotificationQueue> queue, NotificationOptions options,
                           const Config& config)
    : queue_(std::move(queue)), options_(std::move(options)), state_(std::make_unique<State>()) {
  state_->lease = options_.lease;
  state_->addresses.emplace(config);
  add_channel(std::make_shared<InboxChannel>());
}
Notification::~Notification() = default;

void Notification::add_channel(std::shared_ptr<Channel> channel) {
  state_->channels.insert_or_assign(channel->name(), std::move(channel));
}

Channel& Notification::channel(std::string_view name) const {
  const auto found = state_->channels.find(name);
  if (found != state_->channels.end()) return *found->second;
  std::string names;
  for (const std::string& known : channels()) names += (names.empty() ? "" : ", ") + known;
  throw Error(Errc::usage, Message("notify.no_channel", "there is no channel \"{{name}}\"", {{"name", name}}),
              Message("notify.channels", "channels are {{names}}", {{"names", names}}));
}

std::vector<std::string> Notification::channels() const {
  std::vector<std::string> names;
  for (const auto& [name, channel] : state_->channels) names.push_back(name);
  return names;
}

void Notification::count_in(std::shared_ptr<Metrics> metrics) {
  state_->metrics = std::move(metrics);
}

void Notification::use_templates(TemplateSource source) {
  state_->templates = std::move(source);
}

void Notification::render_template(const TemplateUse& use, NotificationMessage& message) const {
  const TemplateSource& source = state_->templates;
  if (!source.templates)
    throw Error(Errc::usage, Message("notify.no_templates", "there is no directory of templates"));
  state_->addresses->expand(message);  // a target may name the channel
  const std::string& locale = use.locale.empty() ? source.default_locale : use.locale;
  const auto language = source.language ? source.language(locale) : nullptr;
  MessageTemplates::Rendering rendering;
  rendering.strict = use.is_strict;
  rendering.language = language.get();
  fill_message(message, source.templates->render(use.name, locale, TemplateData::parse(use.data), rendering),
               use.name);
}

// ---- sending

namespace {

void check_message(const Channel& channel, const NotificationMessage& message) {
  if (channel.recipients(message).empty())
    throw Error(Errc::usage, Message("notify.no_recipient", "the message has no recipient"));
  check_fields(message);
  channel.check(message);
}

std::vector<Delivery> deliveries_of(const Channel& channel, const NotificationMessage& message,
                                    const QueuedMessage& stored) {
  std::vector<Delivery> all;
  for (std::string& to : channel.recipients(message)) {
    Delivery delivery;
    delivery.id = delivery_id(stored.id, all.size());
    delivery.message = stored.id;
    delivery.channel = message.channel;
    delivery.destination = channel.destination(message, to);
    delivery.to = std::move(to);
    delivery.created_at = delivery.updated_at = stored.created_at;
    delivery.next_attempt_at = std::max(message.at.value_or(0), stored.created_at);
    if (channel.is_kept()) {
      delivery.state = DeliveryState::sent;
      delivery.kind = DeliveryClass::ok;
      delivery.next_attempt_at = 0;
    }
    all.push_back(std::move(delivery));
  }
  return all;
}

}  // namespace

void Notification::expand_targets(NotificationMessage& message) const {
  state_->addresses->expand(message);
}

void Notification::check(const NotificationMessage& asked) const {
  NotificationMessage message = asked;
  state_->addresses->expand(message);
  check_message(channel(message.channel), message);
}

std::vector<Delivery> Notification::send(const NotificationMessage& asked, SendMode mode) {
  NotificationMessage message = asked;
  state_->addresses->expand(message);
  Channel& by = channel(message.channel);
  check_message(by, message);

  QueuedMessage stored;
  write_message(message, stored);
  stored.key = message.idempotency_key;
  stored.created_at = queue_->now_ms();
  stored.id = new_message_id(stored.created_at);
  const bool tries = mode != SendMode::only_queue && !by.is_kept();
  DeliveryLease lease;
  if (tries) lease = state_->own_lease();
  lease.passes_pauses = mode == SendMode::now;
  NotificationQueue::Added added = queue_->add(stored, deliveries_of(by, message, stored), tries ? &lease : nullptr);
  if (!added.is_new) {
    if (added.fingerprint != stored.fingerprint) refuse_other_message(stored.key);
    Logger("notification").info("the idempotency key \"" + stored.key + "\" is known: nothing is sent again");
    return added.deliveries;
  }
  if (tries) try_new(added.deliveries, mode);
  return added.deliveries;
}

void Notification::try_new(std::vector<Delivery>& deliveries, SendMode mode) {
  std::vector<Delivery> taken;
  for (const Delivery& delivery : deliveries) {
    if (delivery.state == DeliveryState::sending) taken.push_back(delivery);
  }
  if (taken.empty()) return;
  const LeaseKeeper keeper(*queue_, state_->own_lease());
  const RoundSettings settings = state_->round(*this, mode == SendMode::now);
  DeliveryRound(settings).run(taken, [] { return true; });
  end_config_pauses(taken);
  for (const Delivery& delivery : taken)
    *std::find_if(deliveries.begin(), deliveries.end(),
                  [&](const Delivery& d) { return d.id == delivery.id; }) = delivery;
}

/// What was sent shows that the set-up is mended.
void Notification::end_config_pauses(const std::vector<Delivery>& tried) {
  for (const DestinationPause& pause : queue_->pauses()) {
    const bool is_mended = std::any_of(tried.begin(), tried.end(), [&](const Delivery& delivery) {
      return delivery.state == DeliveryState::sent && delivery.destination == pause.destination;
    });
    if (is_mended && pause.is_config) queue_->pause({pause.destination, 0, true, {}});
  }
}

std::vector<Delivery> Notification::send_email(std::string_view to, std::string_view subject,
                                               std::string_view body, std::string_view html) {
  NotificationMessage message;
  message.channel = "email";
  message.to = {std::string(to)};
  message.subject = subject;
  message.body = body;
  message.html = html;
  return send(message);
}

std::vector<Delivery> Notification::send_sms(std::string_view to, std::string_view text) {
  NotificationMessage message;
  message.channel = "sms";
  message.to = {std::string(to)};
  message.body = text;
  return send(message);
}

std::vector<Delivery> Notification::send_webhook(std::string_view url, std::string_view json) {
  NotificationMessage message;
  message.channel = "webhook";
  message.to = {std::string(url)};
  message.body = json;
  return send(message);
}

std::vector<std::string> Notification::preview(const NotificationMessage& asked) const {
  NotificationMessage message = asked;
  state_->addresses->expand(message);
  Channel& by = channel(message.channel);
  check_message(by, message);
  QueuedMessage stored;
  stored.created_at = queue_->now_ms();
  stored.id = new_message_id(stored.created_at);
  const std::vector<Delivery> deliveries = deliveries_of(by, message, stored);
  std::vector<std::string> all;
  const std::size_t step = by.max_recipients();
  for (std::size_t at = 0; at < deliveries.size(); at += step) {
    const auto group = std::span(deliveries).subspan(at, std::min(step, deliveries.size() - at));
    std::vector<DeliveryAddress> addresses;
    for (const Delivery& delivery : group)
      addresses.push_back(state_->addresses->resolve(message, delivery.to));
    all.push_back(by.preview({.message = message,
                              .deliveries = group,
                              .addresses = addresses,
                              .now_ms = stored.created_at,
                              .created_at = stored.created_at,
                              .body_begins = {}}));
  }
  return all;
}

// ---- flushing

FlushReport Notification::flush(const FlushOptions& options) {
  FlushRun run(*queue_, state_->round(*this, false), options);
  FlushReport report = run.run();
  if (options_.retention.count() > 0) queue_->purge(queue_->now_ms() - options_.retention.count());
  report.left = queue_->waiting();
  return report;
}

QueueCounts Notification::queue_status() const {
  return queue_->counts();
}

std::optional<std::string> Notification::content(std::string_view message_id) const {
  const auto stored = queue_->message(message_id);
  return stored ? std::optional(stored->content) : std::nullopt;
}

}  // namespace objectos
