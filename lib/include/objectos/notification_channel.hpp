// A way to deliver: mail, SMS, a webhook. Own ones implement Channel and are given to
// Notification::add_channel.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "objectos/api.hpp"
#include "objectos/http_client.hpp"
#include "objectos/notification_queue.hpp"
#include "objectos/text.hpp"

namespace objectos {

/// A file that goes with a mail. It is copied when the message is queued.
struct NotificationFile {
  std::string name;
  std::string type;        ///< media type; empty: by the name
  std::string content_id;  ///< not empty: an image inside the HTML, which names it cid:…
  std::string bytes;
};

/// What is to be said. A channel takes the members that it has a use for; check() refuses what would be lost.
struct NotificationMessage {
  std::string channel;          ///< "email", "sms", "webhook", "slack", "inbox", or an own one
  std::vector<std::string> to;  ///< addresses; `@NAME` is a target of the configuration, `env:NAME` and
                                ///< `file:PATH` keep a secret one out of the queue
  std::vector<std::string> cc, bcc;  ///< email
  std::string subject;
  std::string body;                                          ///< text; of a webhook: the body as it is sent
  std::string html;                                          ///< email
  std::string reply_to;                                      ///< email
  std::string from;                                          ///< email, sms: instead of the configured one
  std::vector<std::pair<std::string, std::string>> headers;  ///< email, webhook
  std::string method;                                        ///< webhook: POST (the default), PUT or PATCH
  std::string auth;                     ///< webhook: `basic:SECRET` (user:password) or `bearer:SECRET`
  std::string sign;                     ///< webhook: `standard:SECRET`, `github:SECRET` or `stripe:SECRET`
  std::vector<NotificationFile> files;  ///< email
  std::string raw;                      ///< email: a whole message (RFC 5322), instead of all the others
  bool may_reach_private = true;        ///< webhook: private addresses may be called
  std::string idempotency_key;          ///< the same key, and all else the same: it is not sent again
  std::optional<std::int64_t> at;       ///< not before, ms since the epoch
};
// A SECRET is `env:NAME`, `file:PATH` or `cmd:COMMAND`; it is read for each try, and the queue keeps only
// these words.

/// `@NAME`, `env:NAME`, `file:PATH`
OBJECTOS_API bool is_address_name(std::string_view to) noexcept;

/// What came of one try, for one recipient.
struct DeliveryOutcome {
  DeliveryClass kind = DeliveryClass::ok;
  std::string code{};
  std::string provider_id{};
  std::string error{};              ///< one line, without secrets
  std::optional<Millis> wait{};     ///< the peer's own word on when to come back (Retry-After)
  bool pauses_destination = false;  ///< it is not about this recipient: nothing else goes there for a while
};

/// How a body is signed: see webhook_signature in the documentation of providers. Several secrets: while one
/// replaces another, receivers may know either.
struct DeliverySignature {
  std::string scheme;  ///< "standard", "github", "stripe"; empty: none
  std::vector<std::string> secrets;
};

/// Where a delivery goes, all names of addresses and secrets looked up.
struct DeliveryAddress {
  std::string text;
  HttpLogin login;
  DeliverySignature signature;
  std::string method;  ///< of a target in the configuration, as the headers
  std::vector<std::pair<std::string, std::string>> headers;
};

/// One try.
struct DeliveryAttempt {
  const NotificationMessage& message;
  std::span<const Delivery> deliveries;        ///< at most Channel::max_recipients(), all of this message
  std::span<const DeliveryAddress> addresses;  ///< of these, in order
  std::int64_t now_ms = 0;
  std::int64_t created_at = 0;  ///< when the message was queued
  /// The channel calls it before the first byte of a body leaves: before that, a try that is cut off is
  /// repeated.
  std::function<void()> body_begins{};
};

/// Thread safe.
class OBJECTOS_API Channel {
 public:
  virtual ~Channel();
  /// "email"
  virtual std::string name() const = 0;
  /// Refuses what could never be sent, before it is queued: Error(usage) for a bad address or field,
  /// Error(data) for what is too long. Looks at the message alone; names of addresses (is_address_name) are
  /// not looked up.
  virtual void check(const NotificationMessage& message) const = 0;
  /// What is paused as one: a server, an account.
  virtual std::string destination(const NotificationMessage& message, std::string_view to) const = 0;
  /// All recipients of the message, each once.
  virtual std::vector<std::string> recipients(const NotificationMessage& message) const;
  /// One outcome for each delivery, in order. What it throws counts as an outcome of them all:
  /// Error(unavailable) as transient, denied and usage as config, and these pause the destination; others as
  /// permanent.
  virtual std::vector<DeliveryOutcome> deliver(const DeliveryAttempt& attempt) = 0;
  /// The bytes that would be sent, secrets as ***.
  virtual std::string preview(const DeliveryAttempt& attempt) = 0;
  /// Connects and authenticates, sends nothing. Throws what is wrong; the default says that the channel
  /// cannot be tested.
  virtual void test();
  /// How many recipients of one message one try can have.
  virtual std::size_t max_recipients() const;
  /// Whether a try of which nobody knows if it arrived may be repeated.
  virtual bool repeats_ambiguous() const = 0;
  /// True: it is delivered by being in the queue, and never tried.
  virtual bool is_kept() const;
};

}  // namespace objectos
