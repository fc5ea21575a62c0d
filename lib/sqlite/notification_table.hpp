// The tables of notification.db, statement by statement. Who holds what and when is decided in
// notification_queue.cpp.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "objectos/notification_queue.hpp"
#include "sqlite/rows.hpp"

namespace objectos::sqlite {

extern const Schema notification_schema;

/// Members that change something are part of a transaction, or one by themselves. Not thread safe.
class NotificationTable {
 public:
  explicit NotificationTable(Connection& connection) : connection_(connection) {}

  // ---- messages

  void insert(const QueuedMessage& message);
  std::optional<QueuedMessage> message(std::string_view id);
  struct Keyed {
    std::string id;
    std::string fingerprint;
  };
  std::optional<Keyed> with_key(std::string_view key);
  /// As NotificationQueue::finished.
  std::vector<std::string> finished(std::int64_t before);
  /// Removes a message with its deliveries and files; how many deliveries.
  std::size_t forget(std::string_view id);

  // ---- deliveries

  /// Who holds a delivery, and until when.
  struct Holder {
    std::string_view owner;
    std::int64_t until;
  };
  /// A null holder: nobody.
  void insert(const Delivery& delivery, const Holder* holder);
  std::optional<Delivery> find(std::string_view id);
  std::vector<Delivery> of_message(std::string_view id);
  void list(const DeliveryRange& range, const std::function<bool(const Delivery&)>& visit);
  bool has_due(std::int64_t now);
  /// Those that wait and those whose holder's time is over, oldest first, but for paused destinations.
  std::vector<Delivery> due(std::int64_t now, std::size_t max);
  std::vector<std::string> owners();
  /// All that this owner holds is free from then on.
  void set_end(std::string_view owner, std::int64_t until);
  /// It is being sent, by one try more than before.
  void take(std::string_view id, const Holder& holder, std::int64_t now);
  /// False: it is no more the owner's.
  bool begin(std::string_view id, std::string_view owner);
  void settle(const Delivery& delivery, std::string_view owner, std::int64_t now);
  /// As NotificationQueue::change.
  std::size_t change(std::string_view id, std::span<const DeliveryState> from, DeliveryState to,
                     std::int64_t now);
  QueueCounts counts();
  std::uint64_t waiting();
  bool mark_read(std::string_view id, std::int64_t now);

  // ---- pauses

  void pause(const DestinationPause& pause);
  void end_pause(std::string_view destination);
  std::vector<DestinationPause> pauses(std::int64_t now);

 private:
  template <class Bind, class Visit>
  void each(const std::string& sql, const Bind& bind, const Visit& visit);
  template <class Bind, class Visit>
  void each(Prepared& kept, const char* sql, const Bind& bind, const Visit& visit);
  template <class Bind>
  bool any(Prepared& kept, const char* sql, const Bind& bind);
  template <class Bind>
  std::int64_t change_rows(Prepared& kept, const char* sql, const Bind& bind);

  Connection& connection_;
  Prepared insert_message_, insert_file_, message_, files_, has_old_, forget_deliveries_, forget_files_,
      forget_message_;
  Prepared insert_delivery_, has_due_, set_end_, take_, begin_, settle_, waiting_, mark_read_, pause_,
      end_pause_;
};

}  // namespace objectos::sqlite
