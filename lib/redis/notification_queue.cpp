#include "redis/notification_queue.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <mutex>

#include "objectos/error.hpp"
#include "redis/client.hpp"

namespace objectos::redis {
namespace {

/// Of a listing or a purge that one script handles: the server does nothing else meanwhile.
constexpr const char* page_size = "500";

std::int64_t number_of(std::string_view text) {
  return std::strtoll(std::string(text).c_str(), nullptr, 10);
}

std::string state_text(DeliveryState state) {
  return std::to_string(static_cast<int>(state));
}

/// In the order of `fields` in the script.
Delivery delivery_of(const Reply& row) {
  const auto text = [&row](std::size_t i) {
    return row[i].is_nil() ? std::string() : std::string(row[i].text());
  };
  const auto number = [&text](std::size_t i) { return number_of(text(i)); };
  Delivery delivery;
  delivery.id = text(0);
  delivery.message = text(1);
  delivery.channel = text(2);
  delivery.to = text(3);
  delivery.destination = text(4);
  delivery.state = static_cast<DeliveryState>(std::clamp<std::int64_t>(number(5), 0, delivery_states - 1));
  delivery.kind = static_cast<DeliveryClass>(std::clamp<std::int64_t>(number(6), 0, 5));
  delivery.code = text(7);
  delivery.provider_id = text(8);
  delivery.attempts = number(9);
  delivery.created_at = number(10);
  delivery.next_attempt_at = delivery.state == DeliveryState::sending ? 0 : number(11);
  delivery.updated_at = number(12);
  delivery.read_at = number(13);
  delivery.has_begun = number(14) != 0;
  delivery.error = text(15);
  return delivery;
}

class RedisQueue final : public NotificationQueue {
 public:
  explicit RedisQueue(ServerOptions options)
      : base_(options.key_prefix + "{queue}"), client_(make_client(std::move(options))) {}

  std::string name() const override { return "redis"; }

  std::int64_t now_ms() const override {
    const std::lock_guard lock(mutex_);
    const Reply time = client_->call_any(std::array<std::string_view, 1>{"TIME"});
    return number_of(time[0].text()) * 1000 + number_of(time[1].text()) / 1000;
  }

  Added add(const QueuedMessage& message, std::vector<Delivery> deliveries,
            const DeliveryLease* lease) override {
    Texts words{"add",
                lease ? std::to_string(lease->time.count()) + (lease->passes_pauses ? " now" : "") : "",
                lease ? lease->owner : "",
                message.id,
                message.channel,
                message.key,
                message.fingerprint,
                std::to_string(message.created_at),
                message.content,
                std::to_string(message.files.size())};
    words.insert(words.end(), message.files.begin(), message.files.end());
    words.push_back(std::to_string(deliveries.size()));
    for (const Delivery& delivery : deliveries) {
      for (std::string word :
           {delivery.id, delivery.to, delivery.destination, state_text(delivery.state),
            std::to_string(static_cast<int>(delivery.kind)), std::to_string(delivery.next_attempt_at)})
        words.push_back(std::move(word));
    }
    const std::lock_guard lock(mutex_);
    const Reply reply = run(words);
    Added added{reply[0].text() == "new", std::string(reply[1].text()), {}};
    for (std::size_t i = 2; i < reply.size(); ++i) added.deliveries.push_back(delivery_of(reply[i]));
    return added;
  }

  std::vector<Delivery> claim(const ClaimRequest& request) override {
    Texts words{"claim", request.lease.owner, std::to_string(request.lease.time.count()),
                std::to_string(request.max)};
    words.insert(words.end(), request.dead_owners.begin(), request.dead_owners.end());
    const std::lock_guard lock(mutex_);
    return deliveries_of(run(words), 0);
  }

  std::vector<std::string> owners() override {
    const std::lock_guard lock(mutex_);
    const Reply reply = run({"owners"}, true);
    std::vector<std::string> all;
    for (std::size_t i = 0; i < reply.size(); ++i) all.emplace_back(reply[i].text());
    return all;
  }

  void renew(const DeliveryLease& lease) override {
    const std::lock_guard lock(mutex_);
    run({"renew", lease.owner, std::to_string(lease.time.count())}, true);
  }

  bool begin(std::string_view id, std::string_view owner) override {
    const std::lock_guard lock(mutex_);
    return run({"begin", std::string(id), std::string(owner)}, true).integer() == 1;
  }

  void settle(std::span<const Delivery> deliveries, std::string_view owner) override {
    Texts words{"settle", std::string(owner)};
    for (const Delivery& delivery : deliveries) {
      for (std::string word :
           {delivery.id, state_text(delivery.state), std::to_string(static_cast<int>(delivery.kind)),
            delivery.code, delivery.provider_id, std::to_string(delivery.attempts),
            is_final(delivery.state) ? std::string() : std::to_string(delivery.next_attempt_at),
            delivery.error})
        words.push_back(std::move(word));
    }
    const std::lock_guard lock(mutex_);
    run(words, true);  // a second time it finds another owner and does nothing
  }

  std::optional<QueuedMessage> message(std::string_view id) override {
    const std::lock_guard lock(mutex_);
    const Reply reply = run({"message", std::string(id)}, true);
    if (reply.is_nil()) return std::nullopt;
    const auto text = [&reply](std::size_t i) { return std::string(reply[i].text()); };
    QueuedMessage message{std::string(id), text(0), text(1), text(2), number_of(text(3)), text(4), {}};
    for (std::size_t i = 6; i < reply.size(); ++i) message.files.push_back(text(i));
    return message;
  }

  std::optional<Delivery> find(std::string_view id) override {
    const std::lock_guard lock(mutex_);
    const Reply reply = run({"find", std::string(id)}, true);
    return reply.is_nil() ? std::nullopt : std::optional(delivery_of(reply));
  }

  void list(const DeliveryRange& range, const std::function<bool(const Delivery&)>& visit) override {
    const std::lock_guard lock(mutex_);
    for (std::string after = range.after;;) {
      const Reply reply = run(
          {"page", after, range.state ? state_text(*range.state) : "", range.channel, range.to, page_size},
          true);
      for (const Delivery& delivery : deliveries_of(reply, 1)) {
        if (!visit(delivery)) return;
      }
      after = reply[0].text();
      if (after.empty()) return;
    }
  }

  QueueCounts counts() override {
    const std::lock_guard lock(mutex_);
    const Reply reply = run({"counts"}, true);
    QueueCounts counts;
    for (std::size_t i = 0; i < delivery_states; ++i)
      counts.by_state[i] = static_cast<std::uint64_t>(reply[i].integer());
    counts.oldest = number_of(reply[delivery_states].text());
    return counts;
  }

  std::uint64_t waiting() override {
    const std::lock_guard lock(mutex_);
    return static_cast<std::uint64_t>(run({"waiting"}, true).integer());
  }

  std::size_t change(std::string_view id, std::span<const DeliveryState> from, DeliveryState to) override {
    Texts words{"change", std::string(id), state_text(to)};
    for (const DeliveryState state : from) words.push_back(state_text(state));
    const std::lock_guard lock(mutex_);
    return static_cast<std::size_t>(run(words).integer());
  }

  std::vector<std::string> finished(std::int64_t before) override {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> ids;
    for (std::int64_t first = 0;; first += number_of(page_size)) {
      const Reply reply = run({"finished", std::to_string(before), std::to_string(first), page_size}, true);
      for (std::size_t i = 1; i < reply.size(); ++i) ids.emplace_back(reply[i].text());
      if (reply[0].integer() < number_of(page_size)) return ids;
    }
  }

  std::size_t purge(std::int64_t before) override {
    const std::vector<std::string> ids = finished(before);
    constexpr std::size_t at_once = 100;
    const std::lock_guard lock(mutex_);
    std::size_t purged = 0;
    for (std::size_t at = 0; at < ids.size(); at += at_once) {
      Texts words{"forget", std::to_string(before)};
      for (std::size_t i = at; i < std::min(at + at_once, ids.size()); ++i) words.push_back(ids[i]);
      purged += static_cast<std::size_t>(run(words).integer());
    }
    return purged;
  }

  bool mark_read(std::string_view id) override {
    const std::lock_guard lock(mutex_);
    return run({"read", std::string(id)}, true).integer() == 1;
  }

  void pause(const DestinationPause& pause) override {
    const std::lock_guard lock(mutex_);
    run({"pause", pause.destination, std::to_string(pause.until), pause.is_config ? "1" : "0", pause.reason},
        true);
  }

  std::vector<DestinationPause> pauses() override {
    const std::lock_guard lock(mutex_);
    const Reply reply = run({"pauses"}, true);
    std::vector<DestinationPause> all;
    for (std::size_t i = 0; i < reply.size(); ++i) {
      const Reply row = reply[i];
      all.push_back({std::string(row[0].text()), number_of(row[1].text()), row[2].text() == "1",
                     std::string(row[3].text())});
    }
    std::sort(all.begin(), all.end(),
              [](const auto& a, const auto& b) { return a.destination < b.destination; });
    return all;
  }

 private:
  using Texts = std::vector<std::string>;

  /// `may_repeat`: doing it twice is as doing it once.
  Reply run(const Texts& words, bool may_repeat = false) {
    std::vector<std::string_view> all{"EVALSHA", scripts::notification.sha, "1", base_};
    all.insert(all.end(), words.begin(), words.end());
    return client_->call({base_, all, may_repeat, &scripts::notification});
  }

  static std::vector<Delivery> deliveries_of(const Reply& rows, std::size_t first) {
    std::vector<Delivery> all;
    for (std::size_t i = first; i < rows.size(); ++i) all.push_back(delivery_of(rows[i]));
    return all;
  }

  mutable std::mutex mutex_;
  const std::string base_;
  const std::unique_ptr<Client> client_;
};

}  // namespace

std::shared_ptr<NotificationQueue> notification_queue(ServerOptions options) {
  return std::make_shared<RedisQueue>(std::move(options));
}

}  // namespace objectos::redis
