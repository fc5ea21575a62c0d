#include "sqlite/notification_queue.hpp"

#include <algorithm>
#include <mutex>

#include "sqlite/notification_table.hpp"

namespace objectos::sqlite {
namespace {

/// What settles a delivery changes a leaf of the table, which may split, and of two indices: pages with their
/// frames' headers. There is enough beside for the claim, whose deliveries share pages.
constexpr std::int64_t settling_bytes = 8 * (4096 + 24);

class SqliteQueue final : public NotificationQueue {
 public:
  SqliteQueue(Options options, const Clock& clock)
      : clock_(clock), connection_(std::move(options), notification_schema) {}

  std::string name() const override { return "sqlite"; }
  std::int64_t now_ms() const override { return clock_.now_ms(); }

  Added add(const QueuedMessage& message, std::vector<Delivery> deliveries,
            const DeliveryLease* lease) override {
    Added added{true, message.fingerprint, std::move(deliveries)};
    write(lease ? Durable::yes : Durable::no, [&] {
      if (!message.key.empty()) {
        if (auto other = table_.with_key(message.key)) {
          added = {false, std::move(other->fingerprint), table_.of_message(other->id)};
          return;
        }
      }
      table_.insert(message);
      for (Delivery& delivery : added.deliveries) insert(delivery, lease);
      if (lease) reserve_for(added.deliveries.size());
    });
    return added;
  }

  std::vector<Delivery> claim(const ClaimRequest& request) override {
    const std::lock_guard lock(mutex_);
    if (!connection_.open_for_reading()) return {};
    const std::int64_t now = now_ms();
    if (request.dead_owners.empty() && !table_.has_due(now)) {  // nothing to do writes nothing
      connection_.let_log_grow(false);
      return {};
    }
    std::vector<Delivery> claimed;
    write_locked(Durable::yes, [&] {
      for (const std::string& owner : request.dead_owners) table_.set_end(owner, now);
      claimed = table_.due(now, request.max);
      for (Delivery& delivery : claimed) {
        table_.take(delivery.id, {request.lease.owner, now + request.lease.time.count()}, now);
        delivery.state = DeliveryState::sending;
        ++delivery.attempts;
        delivery.next_attempt_at = 0;
      }
      reserve_for(claimed.size());
    });
    // Each try will be a commit of its own.
    connection_.let_log_grow(claimed.size() == request.max && request.max > 1);
    return claimed;
  }

  std::vector<std::string> owners() override {
    return read([&] { return table_.owners(); });
  }

  void renew(const DeliveryLease& lease) override {
    write_if_there([&] { table_.set_end(lease.owner, now_ms() + lease.time.count()); });
  }

  bool begin(std::string_view id, std::string_view owner) override {
    bool is_ours = false;
    write(Durable::yes, [&] { is_ours = table_.begin(id, owner); });
    return is_ours;
  }

  void settle(std::span<const Delivery> deliveries, std::string_view owner) override {
    write(Durable::no, [&] {
      for (const Delivery& delivery : deliveries) table_.settle(delivery, owner, now_ms());
    });
  }

  std::optional<QueuedMessage> message(std::string_view id) override {
    return read([&] { return table_.message(id); });
  }
  std::optional<Delivery> find(std::string_view id) override {
    return read([&] { return table_.find(id); });
  }
  void list(const DeliveryRange& range, const std::function<bool(const Delivery&)>& visit) override {
    read([&] {
      table_.list(range, visit);
      return true;
    });
  }
  QueueCounts counts() override {
    return read([&] { return table_.counts(); });
  }
  std::uint64_t waiting() override {
    return read([&] { return table_.waiting(); });
  }

  std::size_t change(std::string_view id, std::span<const DeliveryState> from, DeliveryState to) override {
    std::size_t changed = 0;
    if (!from.empty()) write_if_there([&] { changed = table_.change(id, from, to, now_ms()); });
    return changed;
  }

  std::vector<std::string> finished(std::int64_t before) override {
    return read([&] { return table_.finished(before); });
  }

  std::size_t purge(std::int64_t before) override {
    if (finished(before).empty()) return 0;  // mostly; and nothing is written then
    std::size_t purged = 0;
    write_if_there([&] {
      for (const std::string& id : table_.finished(before)) purged += table_.forget(id);
    });
    return purged;
  }

  bool mark_read(std::string_view id) override {
    bool is_there = false;
    write_if_there([&] { is_there = table_.mark_read(id, now_ms()); });
    return is_there;
  }

  void pause(const DestinationPause& pause) override {
    write(Durable::no, [&] { pause.until == 0 ? table_.end_pause(pause.destination) : table_.pause(pause); });
  }

  std::vector<DestinationPause> pauses() override {
    return read([&] { return table_.pauses(now_ms()); });
  }

 private:
  enum class Durable { no, yes };  ///< yes: the commit is on disk when it returns

  /// What `work` returns; without a file, what an empty one would give.
  template <class Work>
  auto read(const Work& work) -> decltype(work()) {
    const std::lock_guard lock(mutex_);
    if (!connection_.open_for_reading()) return {};
    return work();
  }

  template <class Work>
  void write(Durable durable, const Work& work) {
    const std::lock_guard lock(mutex_);
    write_locked(durable, work);
  }

  /// What changes only what is there creates no file.
  template <class Work>
  void write_if_there(const Work& work) {
    const std::lock_guard lock(mutex_);
    if (connection_.open_for_reading()) write_locked(Durable::no, work);
  }

  template <class Work>
  void write_locked(Durable durable, const Work& work) {
    connection_.open_for_writing();
    if (durable != durable_) {
      connection_.execute(durable == Durable::yes ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
      durable_ = durable;
    }
    connection_.begin(true);
    try {
      work();
    } catch (...) {
      connection_.rollback();
      throw;
    }
    connection_.commit();
  }

  /// What is sent must be recorded afterwards: on a disk that is full by then it would come twice.
  void reserve_for(std::size_t deliveries) {
    if (deliveries > 0) connection_.reserve(settling_bytes * static_cast<std::int64_t>(deliveries));
  }

  /// With a lease it is the caller's at once, if it is due and nothing holds it up.
  void insert(Delivery& delivery, const DeliveryLease* lease) {
    const std::int64_t now = now_ms();
    // The clock may have stepped back since the message was made.
    const bool is_due = delivery.state == DeliveryState::queued &&
                        delivery.next_attempt_at <= std::max(now, delivery.created_at);
    if (!lease || !is_due || (!lease->passes_pauses && is_held_up(delivery, now))) {
      table_.insert(delivery, nullptr);
      return;
    }
    delivery.state = DeliveryState::sending;
    delivery.attempts = 1;
    const NotificationTable::Holder holder{lease->owner, now + lease->time.count()};
    table_.insert(delivery, &holder);
  }

  /// Its destination is paused, and that is not our own set-up's fault: the delivery waits for the end, and
  /// says why.
  bool is_held_up(Delivery& delivery, std::int64_t now) {
    for (const DestinationPause& pause : table_.pauses(now)) {
      if (pause.destination != delivery.destination || pause.is_config) continue;
      delivery.next_attempt_at = pause.until;
      delivery.error = pause.reason;
      return true;
    }
    return false;
  }

  mutable std::mutex mutex_;
  const Clock& clock_;
  Connection connection_;
  NotificationTable table_{connection_};
  Durable durable_ = Durable::no;
};

}  // namespace

std::shared_ptr<NotificationQueue> notification_queue(Options options, const Clock& clock) {
  return std::make_shared<SqliteQueue>(std::move(options), clock);
}

}  // namespace objectos::sqlite
