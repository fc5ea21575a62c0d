// Names of addresses: targets of the configuration (`@ops`), variables and files; and the secrets that go
// with them.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "objectos/config.hpp"
#include "objectos/notification_channel.hpp"

namespace objectos::notification {

/// One member of `notification.targets`.
struct Target {
  std::string channel;
  std::vector<std::string> to;  ///< addresses, which are no secret
  std::string url;              ///< an address that may be one
  std::string method;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string auth;  ///< `basic:` or `bearer:`, then a secret or the name of one
  std::string sign;
};

/// Thread safe. The configuration is read when the first target is looked up: what is wrong with one, or a variable that is
/// not set, concerns nobody who uses none. Error(usage) with the place then.
class AddressBook {
 public:
  explicit AddressBook(const Config& config);

  /// Replaces the names of targets that have addresses by these, and sets the channel if the message names
  /// none. Error(usage) for a target that is not there, or is another channel's.
  void expand(NotificationMessage& message) const;
  /// Looks everything up that this recipient needs. Error(usage), Error(unavailable): our own set-up is at
  /// fault.
  DeliveryAddress resolve(const NotificationMessage& message, std::string_view to) const;
  /// What may be shown: the host of an address, or its name.
  std::vector<std::string> names() const;

 private:
  using Targets = std::map<std::string, Target, std::less<>>;
  const Target& find(std::string_view name) const;
  const Targets& targets() const;
  Config config_;
  mutable std::mutex mutex_;  // of the next
  mutable std::optional<Targets> targets_;
};

/// Error(usage) unless it is empty, or a scheme and the name of a secret.
void check_auth(std::string_view auth);
void check_sign(std::string_view sign);
/// The signature that `SCHEME:SECRET` means, its secret read. A literal secret is taken if `may_be_literal`.
DeliverySignature signature_of(std::string_view sign, bool may_be_literal = false);

}  // namespace objectos::notification
