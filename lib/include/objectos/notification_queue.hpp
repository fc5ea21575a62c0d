// The durable outbox below Notification: what is to be delivered, to whom, and what became of it. A queue
// keeps and hands out; when something is tried again, and when it is given up, Notification decides.
#pragma once

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
#include "objectos/clock.hpp"
#include "objectos/config.hpp"
#include "objectos/text.hpp"

namespace objectos {

/// Where a delivery stands. queued: not tried yet. sending: some process holds it. retrying: a try failed and
/// another will be made. unknown: it may have arrived, and is not repeated. dead: given up.
enum class DeliveryState { queued, sending, sent, retrying, dead, unknown, cancelled };
inline constexpr std::size_t delivery_states = 7;
/// "queued", "sending", …
OBJECTOS_API std::string_view delivery_state_name(DeliveryState state) noexcept;
OBJECTOS_API std::optional<DeliveryState> delivery_state_of(std::string_view name) noexcept;
/// True for states that no process will change by itself.
constexpr bool is_final(DeliveryState state) noexcept {
  return state != DeliveryState::queued && state != DeliveryState::sending &&
         state != DeliveryState::retrying;
}

/// What the last try came to. transient: may pass. permanent: will not. config: our own set-up is at fault,
/// the message is not. ambiguous: the connection broke when a part of the body had left, so it may have
/// arrived.
enum class DeliveryClass { none, ok, transient, permanent, config, ambiguous };
/// "ok", "transient", …; of none "".
OBJECTOS_API std::string_view delivery_class_name(DeliveryClass kind) noexcept;
OBJECTOS_API std::optional<DeliveryClass> delivery_class_of(std::string_view name) noexcept;

/// One message to one recipient by one channel.
struct Delivery {
  std::string id;           ///< ID of the message's first delivery: the message's; of the others ID-2, ID-3, …
  std::string message;      ///< the message's id
  std::string channel;      ///< "email", "sms", …
  std::string to;           ///< an address, or what stands for one: `@NAME`, `env:NAME`, `file:PATH`
  std::string destination;  ///< what is paused as one: a mail server, an account, a host
  DeliveryState state = DeliveryState::queued;
  DeliveryClass kind = DeliveryClass::none;  ///< of the last try
  std::string code;                          ///< of the peer: "550", "21211", "503"
  std::string provider_id;                   ///< what the peer calls the message
  std::int64_t attempts = 0;                 ///< counted when a try begins
  std::int64_t created_at = 0;               ///< ms since the epoch, as all times here
  std::int64_t next_attempt_at = 0;          ///< queued, retrying: not before
  std::int64_t updated_at = 0;               ///< when the state changed last
  std::int64_t read_at = 0;                  ///< of the inbox: when it was read; 0: not yet
  bool has_begun = false;                    ///< of a try that is under way: a part of the body may have left
  std::string error;                         ///< of the last try: one line, without secrets
};

/// `to` as it may be shown: of an address that is a secret in itself (Slack's) only the host, of a
/// webhook no query.
OBJECTOS_API std::string shown_recipient(const Delivery& delivery);

/// Appends {"id","channel","to","state","class","code","provider_id","attempts","next_attempt_at","error"}.
OBJECTOS_API void append_delivery_json(std::string& out, const Delivery& delivery);

/// What is delivered. `content` and `files` mean something to Notification only.
struct QueuedMessage {
  std::string id;
  std::string channel;
  std::string key;          ///< idempotency key; empty: none
  std::string fingerprint;  ///< of all that the caller asked for
  std::int64_t created_at = 0;
  std::string content;             ///< JSON
  std::vector<std::string> files;  ///< bytes of attachments
};

/// Who takes deliveries, and until when they are its own.
struct DeliveryLease {
  std::string owner;  ///< ProcessIdentity::text() and a word: no two holders are the same
  Millis time{60'000};
  bool passes_pauses = false;  ///< of add(): a paused destination is tried all the same
};

struct ClaimRequest {
  DeliveryLease lease;
  std::size_t max = 100;
  std::vector<std::string> dead_owners;  ///< holders that are known to be gone: what they held is free
};

/// What list() visits: in order of id, which is the order of adding.
struct DeliveryRange {
  std::optional<DeliveryState> state;
  std::string channel;  ///< empty: all
  std::string to;       ///< empty: all
  std::string after;    ///< only ids greater than this
};

struct QueueCounts {
  std::uint64_t by_state[delivery_states] = {};
  std::int64_t oldest =
      0;  ///< when the oldest delivery that is queued, sending or retrying was added; 0: there is none
  std::uint64_t of(DeliveryState state) const noexcept { return by_state[static_cast<std::size_t>(state)]; }
};

/// Appends {"queued","retrying","sent","dead","unknown","oldest_seconds"}; the last is null if nothing waits.
OBJECTOS_API void append_queue_json(std::string& out, const QueueCounts& counts, std::int64_t now_ms);

struct DestinationPause {
  std::string destination;
  std::int64_t until = 0;
  bool is_config =
      false;  ///< our own set-up is at fault: a new message, by which a mend is tried, is not held up
  std::string reason;
};

/// Every member is atomic and thread safe, also between processes. Errors: unavailable, denied, data (a
/// foreign file).
class OBJECTOS_API NotificationQueue {
 public:
  virtual ~NotificationQueue();
  /// "sqlite", "redis"
  virtual std::string name() const = 0;
  /// The queue's clock, on which all its times are.
  virtual std::int64_t now_ms() const = 0;

  struct Added {
    bool is_new = true;
    std::string fingerprint;  ///< of the message that holds the key
    std::vector<Delivery> deliveries;
  };
  /// Adds a message with its deliveries, all or none. With a lease those that are due, and whose destination
  /// is not paused (or only for our own set-up), are the caller's at once, as if claimed. If a message has
  /// the same key, nothing is added and its deliveries come back.
  virtual Added add(const QueuedMessage& message, std::vector<Delivery> deliveries,
                    const DeliveryLease* lease) = 0;

  /// Takes deliveries that are due, oldest first, and those whose holder is dead or has let its lease lapse:
  /// their state is sending, their attempts one more. Destinations that are paused are passed over.
  virtual std::vector<Delivery> claim(const ClaimRequest& request) = 0;
  /// Who holds deliveries now.
  virtual std::vector<std::string> owners() = 0;
  /// Prolongs all leases of this owner.
  virtual void renew(const DeliveryLease& lease) = 0;
  /// Remembers, on disk, that a part of the body may leave from now on. False: it is no more the owner's.
  virtual bool begin(std::string_view id, std::string_view owner) = 0;
  /// What became of deliveries that the owner holds: state, kind, code, provider_id, attempts,
  /// next_attempt_at, error. Those that are no more the owner's stay as they are.
  virtual void settle(std::span<const Delivery> deliveries, std::string_view owner) = 0;

  virtual std::optional<QueuedMessage> message(std::string_view id) = 0;
  virtual std::optional<Delivery> find(std::string_view id) = 0;
  /// Visits until the visitor says false. It must not call the queue.
  virtual void list(const DeliveryRange& range, const std::function<bool(const Delivery&)>& visit) = 0;
  virtual QueueCounts counts() = 0;  ///< looks at every delivery
  /// Deliveries that are queued, sending or retrying.
  virtual std::uint64_t waiting() = 0;

  /// Deliveries in one of these states go into another; how many. With an id only that one. To queued: due at
  /// once, with no attempts made.
  virtual std::size_t change(std::string_view id, std::span<const DeliveryState> from, DeliveryState to) = 0;
  /// Messages all of whose deliveries are final and were changed last before that time, and none of which is
  /// unread in the inbox: their ids.
  virtual std::vector<std::string> finished(std::int64_t before) = 0;
  /// Forgets these; how many deliveries.
  virtual std::size_t purge(std::int64_t before) = 0;
  /// The message was read; false: there is none such in the inbox.
  virtual bool mark_read(std::string_view id) = 0;

  /// Nothing goes there until then; a pause that lasts longer already stays. `until` 0 ends it.
  virtual void pause(const DestinationPause& pause) = 0;
  virtual std::vector<DestinationPause> pauses() = 0;
};

/// What the configuration says of the section `notification`: a file, or Redis.
OBJECTOS_API std::shared_ptr<NotificationQueue> open_notification_queue(const Config& config,
                                                                        const Clock& clock = Clock::system());
/// By a URL: sqlite:PATH, redis://…; other settings from the configuration.
OBJECTOS_API std::shared_ptr<NotificationQueue> open_notification_queue(std::string_view url,
                                                                        const Config& config,
                                                                        const Clock& clock = Clock::system());

}  // namespace objectos
