#include "sqlite/notification_queue.hpp"

#include <algorithm>
#include <mutex>

#include "objectos/error.hpp"
#include "sqlite/rows.hpp"

namespace objectos::sqlite {

// A delivery's ids are ID and ID-N: so those of a message stand together. A try changes few pages: what is sent is in no index but
// the first.
// A state is its number in DeliveryState: 0 queued, 1 sending, 3 retrying. `due` is when a delivery may be
// claimed: the time of the next try, or the end of its holder's lease; NULL: never.
const Schema notification_schema{
    1, "deliveries",
    "CREATE TABLE messages(id TEXT PRIMARY KEY, channel TEXT NOT NULL, key TEXT, fingerprint TEXT NOT NULL,"
    " created_at INTEGER NOT NULL, content TEXT NOT NULL) WITHOUT ROWID;"
    "CREATE INDEX messages_created ON messages(created_at);"
    "CREATE UNIQUE INDEX messages_key ON messages(key) WHERE key IS NOT NULL;"
    "CREATE TABLE files(message TEXT NOT NULL, number INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY "
    "KEY(message, number));"
    "CREATE TABLE deliveries(id TEXT PRIMARY KEY, message TEXT NOT NULL, channel TEXT NOT NULL, recipient "
    "TEXT NOT NULL,"
    " destination TEXT NOT NULL, state INTEGER NOT NULL, class INTEGER NOT NULL, code TEXT NOT NULL, "
    "provider_id TEXT NOT NULL,"
    " attempts INTEGER NOT NULL, created_at INTEGER NOT NULL, due INTEGER, updated_at INTEGER NOT NULL,"
    " read_at INTEGER NOT NULL, begun INTEGER NOT NULL, owner TEXT, error TEXT NOT NULL) WITHOUT ROWID;"
    "CREATE INDEX deliveries_due ON deliveries(due) WHERE due IS NOT NULL;"
    "CREATE INDEX deliveries_state ON deliveries(state, created_at) WHERE state <> 2;"
    "CREATE INDEX deliveries_inbox ON deliveries(recipient, id) WHERE channel = 'inbox';"
    "CREATE TABLE pauses(destination TEXT PRIMARY KEY, until INTEGER NOT NULL, is_config INTEGER NOT NULL, "
    "reason TEXT NOT NULL)"
    " WITHOUT ROWID",
    "SELECT 1"};

namespace {

constexpr int state_number(DeliveryState state) {
  return static_cast<int>(state);
}

#define OBJECTOS_DELIVERY_COLUMNS                                                                         \
  "id, message, channel, recipient, destination, state, class, code, provider_id, attempts, created_at, " \
  "due, updated_at, "                                                                                     \
  "read_at, begun, error"

Delivery delivery_of(const SQLite::Statement& row) {
  Delivery delivery;
  const auto text = [&row](int column) { return std::string(text_of(row.getColumn(column))); };
  delivery.id = text(0);
  delivery.message = text(1);
  delivery.channel = text(2);
  delivery.to = text(3);
  delivery.destination = text(4);
  delivery.state = static_cast<DeliveryState>(row.getColumn(5).getInt());
  delivery.kind = static_cast<DeliveryClass>(row.getColumn(6).getInt());
  delivery.code = text(7);
  delivery.provider_id = text(8);
  delivery.attempts = row.getColumn(9).getInt64();
  delivery.created_at = row.getColumn(10).getInt64();
  delivery.next_attempt_at = delivery.state == DeliveryState::sending ? 0 : row.getColumn(11).getInt64();
  delivery.updated_at = row.getColumn(12).getInt64();
  delivery.read_at = row.getColumn(13).getInt64();
  delivery.has_begun = row.getColumn(14).getInt() != 0;
  delivery.error = text(15);
  return delivery;
}

void bind_text(SQLite::Statement& statement, int index, std::string_view text) {
  statement.bind(index, std::string(text));
}

/// When it may be claimed; nothing for states that are final.
void bind_due(SQLite::Statement& statement, int index, const Delivery& delivery) {
  const bool waits = delivery.state == DeliveryState::queued || delivery.state == DeliveryState::retrying;
  waits ? statement.bind(index, delivery.next_attempt_at) : statement.bind(index);
}

class SqliteQueue final : public NotificationQueue {
 public:
  SqliteQueue(Options options, const Clock& clock)
      : clock_(clock), connection_(std::move(options), notification_schema) {}

  std::string name() const override { return "sqlite"; }
  std::int64_t now_ms() const override { return clock_.now_ms(); }

  Added add(const QueuedMessage& message, std::vector<Delivery> deliveries,
            const DeliveryLease* lease) override {
    const std::lock_guard lock(mutex_);
    connection_.open_for_writing();
    Added added{true, message.fingerprint, std::move(deliveries)};
    in_transaction(lease != nullptr, [&] {
      if (!message.key.empty() && find_key(message.key, added)) return;
      insert_message(message);
      for (Delivery& delivery : added.deliveries) insert_delivery(delivery, lease);
      if (lease) reserve_for(added.deliveries.size());
    });
    return added;
  }

  std::vector<Delivery> claim(const ClaimRequest& request) override {
    const std::lock_guard lock(mutex_);
    if (!connection_.open_for_reading()) return {};
    const std::int64_t now = now_ms();
    if (request.dead_owners.empty() && !has_due(now)) {  // nothing to do writes nothing
      connection_.let_log_grow(false);
      return {};
    }
    connection_.open_for_writing();
    std::vector<Delivery> claimed;
    in_transaction(true, [&] {
      for (const std::string& owner : request.dead_owners) release(owner, now);
      claimed = due(now, request.max);
      for (Delivery& delivery : claimed) take(delivery, request.lease, now);
      reserve_for(claimed.size());
    });
    // Each try will be a commit of its own.
    connection_.let_log_grow(claimed.size() == request.max && request.max > 1);
    return claimed;
  }

  std::vector<std::string> owners() override {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> all;
    if (!connection_.open_for_reading()) return all;
    each(
        "SELECT DISTINCT owner FROM deliveries WHERE state = 1", [](SQLite::Statement&) {},
        [&all](const SQLite::Statement& row) {
          all.emplace_back(text_of(row.getColumn(0)));
          return true;
        });
    return all;
  }

  void renew(const DeliveryLease& lease) override {
    const std::lock_guard lock(mutex_);
    if (!connection_.open_for_reading()) return;
    connection_.open_for_writing();
    change_rows(renew_, "UPDATE deliveries SET due = ?1 WHERE state = 1 AND owner = ?2", [&](SQLite::Statement& statement) {
      statement.bind(1, now_ms() + lease.time.count());
      bind_text(statement, 2, lease.owner);
    });
  }

  bool begin(std::string_view id, std::string_view owner) override {
    const std::lock_guard lock(mutex_);
    connection_.open_for_writing();
    bool is_ours = false;
    in_transaction(true, [&] {
      is_ours = change_rows(begin_, "UPDATE deliveries SET begun = 1 WHERE id = ?1 AND owner = ?2",
                            [&](SQLite::Statement& statement) {
                              bind_text(statement, 1, id);
                              bind_text(statement, 2, owner);
                            }) > 0;
    });
    return is_ours;
  }

  void settle(std::span<const Delivery> deliveries, std::string_view owner) override {
    const std::lock_guard lock(mutex_);
    connection_.open_for_writing();
    in_transaction(false, [&] {
      for (const Delivery& delivery : deliveries) settle_one(delivery, owner);
    });
  }

  std::optional<QueuedMessage> message(std::string_view id) override {
    const std::lock_guard lock(mutex_);
    if (!connection_.open_for_reading()) return std::nullopt;
    std::optional<QueuedMessage> found;
    const auto bind_id = [id](SQLite::Statement& statement) { bind_text(statement, 1, id); };
    each_prepared(message_, "SELECT id, channel, key, fingerprint, created_at, content FROM messages WHERE id = ?1", bind_id,
         [&found](const SQLite::Statement& row) {
           const auto text = [&row](int column) { return std::string(text_of(row.getColumn(column))); };
           found =
               QueuedMessage{text(0), text(1), text(2), text(3), row.getColumn(4).getInt64(), text(5), {}};
           return false;
         });
    if (!found) return found;
    each_prepared(files_, "SELECT bytes FROM files WHERE message = ?1 ORDER BY number", bind_id,
         [&found](const SQLite::Statement& row) {
           found->files.emplace_back(text_of(row.getColumn(0)));
           return true;
         });
    return found;
  }

  std::optional<Delivery> find(std::string_view id) override {
    const std::lock_guard lock(mutex_);
    if (!connection_.open_for_reading()) return std::nullopt;
    std::optional<Delivery> found;
    each(
        "SELECT " OBJECTOS_DELIVERY_COLUMNS " FROM deliveries WHERE id = ?1",
        [id](SQLite::Statement& statement) { bind_text(statement, 1, id); },
        [&found](const SQLite::Statement& row) {
          found = delivery_of(row);
          return false;
        });
    return found;
  }

  void list(const DeliveryRange& range, const std::function<bool(const Delivery&)>& visit) override {
    const std::lock_guard lock(mutex_);
    if (!connection_.open_for_reading()) return;
    std::string sql = "SELECT " OBJECTOS_DELIVERY_COLUMNS " FROM deliveries WHERE id > ?1";
    if (range.state) sql += " AND state = " + std::to_string(state_number(*range.state));
    if (!range.channel.empty())
      sql += range.channel == "inbox" ? " AND channel = 'inbox'" : " AND channel = ?2";
    if (!range.to.empty()) sql += " AND recipient = ?3";
    sql += " ORDER BY id";
    each(
        sql.c_str(),
        [&range](SQLite::Statement& statement) {
          bind_text(statement, 1, range.after);
          if (!range.channel.empty() && range.channel != "inbox") bind_text(statement, 2, range.channel);
          if (!range.to.empty()) bind_text(statement, 3, range.to);
        },
        [&visit](const SQLite::Statement& row) { return visit(delivery_of(row)); });
  }

  QueueCounts counts() override {
    const std::lock_guard lock(mutex_);
    QueueCounts counts;
    if (!connection_.open_for_reading()) return counts;
    each(
        "SELECT state, count(*), min(created_at) FROM deliveries GROUP BY state", [](SQLite::Statement&) {},
        [&counts](const SQLite::Statement& row) {
          const auto state = static_cast<std::size_t>(row.getColumn(0).getInt());
          if (state >= delivery_states) return true;
          counts.by_state[state] = static_cast<std::uint64_t>(row.getColumn(1).getInt64());
          const std::int64_t oldest = row.getColumn(2).getInt64();
          if (!is_final(static_cast<DeliveryState>(state)) && (counts.oldest == 0 || oldest < counts.oldest))
            counts.oldest = oldest;
          return true;
        });
    return counts;
  }

  std::size_t change(std::string_view id, std::span<const DeliveryState> from, DeliveryState to) override {
    const std::lock_guard lock(mutex_);
    if (!connection_.open_for_reading() || from.empty()) return 0;
    connection_.open_for_writing();
    std::string states;
    for (const DeliveryState state : from)
      states += (states.empty() ? "" : ",") + std::to_string(state_number(state));
    const std::int64_t now = now_ms();
    std::size_t changed = 0;
    in_transaction(false, [&] {
      const std::string sql =
          "UPDATE deliveries SET state = ?1, due = ?2, attempts = iif(?1 = 0, 0, attempts), updated_at = ?3, "
          "begun = 0 WHERE channel <> 'inbox' AND state IN (" +
          states + ")" + (id.empty() ? "" : " AND id = ?4");
      connection_.guarded([&] {
        SQLite::Statement statement(connection_.database(), sql);
        statement.bind(1, state_number(to));
        to == DeliveryState::queued ? statement.bind(2, now) : statement.bind(2);
        statement.bind(3, now);
        if (!id.empty()) bind_text(statement, 4, id);
        statement.exec();
      });
      changed = static_cast<std::size_t>(connection_.changes());
    });
    return changed;
  }

  std::size_t purge(std::int64_t before) override {
    const std::lock_guard lock(mutex_);
    if (!connection_.open_for_reading() || !has_old(before)) return 0;
    connection_.open_for_writing();
    std::size_t purged = 0;
    in_transaction(false, [&] {
      for (const std::string& id : finished_messages(before)) purged += forget(id);
    });
    return purged;
  }

  bool mark_read(std::string_view id) override {
    const std::lock_guard lock(mutex_);
    if (!connection_.open_for_reading()) return false;
    connection_.open_for_writing();
    return change_rows(mark_read_,
                       "UPDATE deliveries SET read_at = iif(read_at = 0, ?1, read_at) WHERE id = ?2 AND "
                       "channel = 'inbox'",
                       [&](SQLite::Statement& statement) {
                         statement.bind(1, now_ms());
                         bind_text(statement, 2, id);
                       }) > 0;
  }

  void pause(const DestinationPause& pause) override {
    const std::lock_guard lock(mutex_);
    connection_.open_for_writing();
    if (pause.until == 0) {
      change_rows(unpause_, "DELETE FROM pauses WHERE destination = ?1",
                  [&](SQLite::Statement& statement) { bind_text(statement, 1, pause.destination); });
      return;
    }
    change_rows(pause_,
                "INSERT INTO pauses VALUES(?1, ?2, ?3, ?4) ON CONFLICT(destination) DO UPDATE SET until = "
                "?2, is_config = ?3, "
                "reason = ?4 WHERE until < ?2",
                [&](SQLite::Statement& statement) {
                  bind_text(statement, 1, pause.destination);
                  statement.bind(2, pause.until);
                  statement.bind(3, pause.is_config ? 1 : 0);
                  bind_text(statement, 4, pause.reason);
                });
  }

  std::vector<DestinationPause> pauses() override {
    const std::lock_guard lock(mutex_);
    std::vector<DestinationPause> all;
    if (!connection_.open_for_reading()) return all;
    each(
        "SELECT destination, until, is_config, reason FROM pauses WHERE until > ?1 ORDER BY destination",
        [this](SQLite::Statement& statement) { statement.bind(1, now_ms()); },
        [&all](const SQLite::Statement& row) {
          all.push_back({std::string(text_of(row.getColumn(0))), row.getColumn(1).getInt64(),
                         row.getColumn(2).getInt() != 0, std::string(text_of(row.getColumn(3)))});
          return true;
        });
    return all;
  }

 private:
  // ---- statements

  template <class Bind, class Visit>
  void each(const char* sql, const Bind& bind, const Visit& visit) {
    connection_.guarded([&] {
      SQLite::Statement statement(connection_.database(), sql);
      bind(statement);
      while (statement.executeStep() && visit(statement)) {
      }
    });
  }

  /// The same for a statement that runs often.
  template <class Bind, class Visit>
  void each_prepared(Prepared& kept, const char* sql, const Bind& bind, const Visit& visit) {
    connection_.guarded([&] {
      SQLite::Statement& statement = prepared(connection_, kept, sql);
      const Use use(statement);
      bind(statement);
      while (statement.executeStep() && visit(statement)) {
      }
    });
  }

  /// How many rows one prepared statement has changed.
  template <class Bind>
  std::int64_t change_rows(Prepared& kept, const char* sql, const Bind& bind) {
    return connection_.guarded([&] {
      SQLite::Statement& statement = prepared(connection_, kept, sql);
      const Use use(statement);
      bind(statement);
      statement.exec();
      return connection_.changes();
    });
  }

  /// `is_durable`: the commit is on disk when this returns.
  template <class Work>
  void in_transaction(bool is_durable, const Work& work) {
    if (is_durable != is_durable_) {
      connection_.execute(is_durable ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
      is_durable_ = is_durable;
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

  // ---- parts of a transaction

  /// What is sent must be recorded afterwards: on a disk that is full by then it would come twice.
  void reserve_for(std::size_t deliveries) {
    // What settles one changes a leaf of the table, which may split, and of two indices: pages with their
    // frames' headers. There is enough beside for the claim, whose deliveries share pages.
    constexpr std::int64_t bytes_of_one = 8 * (4096 + 24);
    if (deliveries > 0) connection_.reserve(bytes_of_one * static_cast<std::int64_t>(deliveries));
  }

  bool find_key(const std::string& key, Added& added) {
    std::string id;
    each(
        "SELECT id, fingerprint FROM messages WHERE key = ?1",
        [&key](SQLite::Statement& statement) { bind_text(statement, 1, key); },
        [&](const SQLite::Statement& row) {
          id = text_of(row.getColumn(0));
          added.fingerprint = text_of(row.getColumn(1));
          return false;
        });
    if (id.empty()) return false;
    added.is_new = false;
    added.deliveries.clear();
    each(
        "SELECT " OBJECTOS_DELIVERY_COLUMNS " FROM deliveries WHERE id = ?1 OR (id > ?1 || '-' AND id < ?1 || '.') "
         "ORDER BY length(id), id",
        [&id](SQLite::Statement& statement) { bind_text(statement, 1, id); },
        [&added](const SQLite::Statement& row) {
          added.deliveries.push_back(delivery_of(row));
          return true;
        });
    return true;
  }

  void insert_message(const QueuedMessage& message) {
    change_rows(insert_message_, "INSERT INTO messages VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
                [&](SQLite::Statement& statement) {
                  bind_text(statement, 1, message.id);
                  bind_text(statement, 2, message.channel);
                  message.key.empty() ? statement.bind(3) : bind_text(statement, 3, message.key);
                  bind_text(statement, 4, message.fingerprint);
                  statement.bind(5, message.created_at);
                  bind_text(statement, 6, message.content);
                });
    for (std::size_t i = 0; i < message.files.size(); ++i) {
      change_rows(insert_file_, "INSERT INTO files VALUES(?1, ?2, ?3)", [&](SQLite::Statement& statement) {
        bind_text(statement, 1, message.id);
        statement.bind(2, static_cast<std::int64_t>(i));
        statement.bindNoCopy(3, message.files[i].data(), static_cast<int>(message.files[i].size()));
      });
    }
  }

  void insert_delivery(Delivery& delivery, const DeliveryLease* lease) {
    const std::int64_t now = now_ms();
    const bool is_taken = lease && delivery.state == DeliveryState::queued &&
                          delivery.next_attempt_at <= now && (lease->passes_pauses || !holds_up_new(delivery, now));
    if (is_taken) {
      delivery.state = DeliveryState::sending;
      delivery.attempts = 1;
    }
    change_rows(
        insert_delivery_,
        "INSERT INTO deliveries VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, '', '', ?8, ?9, ?10, ?9, 0, 0, ?11, ?12)",
        [&](SQLite::Statement& statement) {
          bind_text(statement, 1, delivery.id);
          bind_text(statement, 2, delivery.message);
          bind_text(statement, 3, delivery.channel);
          bind_text(statement, 4, delivery.to);
          bind_text(statement, 5, delivery.destination);
          statement.bind(6, state_number(delivery.state));
          statement.bind(7, static_cast<int>(delivery.kind));
          statement.bind(8, delivery.attempts);
          statement.bind(9, delivery.created_at);
          is_taken ? statement.bind(10, now + lease->time.count()) : bind_due(statement, 10, delivery);
          is_taken ? bind_text(statement, 11, lease->owner) : statement.bind(11);
          bind_text(statement, 12, delivery.error);
        });
  }

  /// Its destination is paused, and that is not our own set-up's fault: the pause is noted in the delivery.
  bool holds_up_new(Delivery& delivery, std::int64_t now) {
    bool is_held = false;
    each(
        "SELECT until, reason FROM pauses WHERE destination = ?1 AND until > ?2 AND NOT is_config",
        [&](SQLite::Statement& statement) {
          bind_text(statement, 1, delivery.destination);
          statement.bind(2, now);
        },
        [&](const SQLite::Statement& row) {
          delivery.next_attempt_at = row.getColumn(0).getInt64();
          delivery.error = text_of(row.getColumn(1));
          is_held = true;
          return false;
        });
    return is_held;
  }

  bool has_due(std::int64_t now) {
    bool found = false;
    each(
        "SELECT 1 FROM deliveries WHERE due <= ?1 LIMIT 1",
        [now](SQLite::Statement& statement) { statement.bind(1, now); },
        [&found](const SQLite::Statement&) {
          found = true;
          return false;
        });
    return found;
  }

  bool has_old(std::int64_t before) {
    bool found = false;
    each("SELECT 1 FROM messages WHERE created_at < ?1 LIMIT 1", [before](SQLite::Statement& statement) { statement.bind(1, before); },
         [&found](const SQLite::Statement&) {
           found = true;
           return false;
         });
    return found;
  }

  /// Messages with nothing left to do or to read, whose deliveries were changed last before that time.
  std::vector<std::string> finished_messages(std::int64_t before) {
    std::vector<std::string> ids;
    each("SELECT id FROM messages m WHERE created_at < ?1 AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE (d.id = m.id OR "
         "(d.id > m.id || '-' AND d.id < m.id || '.')) AND (updated_at >= ?1 OR state IN (0, 1, 3) OR "
         "(d.channel = 'inbox' AND read_at = 0)))",
         [before](SQLite::Statement& statement) { statement.bind(1, before); },
         [&ids](const SQLite::Statement& row) {
           ids.emplace_back(text_of(row.getColumn(0)));
           return true;
         });
    return ids;
  }

  /// How many deliveries it had.
  std::size_t forget(const std::string& id) {
    const auto bind_id = [&id](SQLite::Statement& statement) { bind_text(statement, 1, id); };
    const auto count = change_rows(
        forget_deliveries_, "DELETE FROM deliveries WHERE id = ?1 OR (id > ?1 || '-' AND id < ?1 || '.')", bind_id);
    change_rows(forget_files_, "DELETE FROM files WHERE message = ?1", bind_id);
    change_rows(forget_message_, "DELETE FROM messages WHERE id = ?1", bind_id);
    return static_cast<std::size_t>(count);
  }

  void release(const std::string& owner, std::int64_t now) {
    change_rows(release_, "UPDATE deliveries SET due = ?1 WHERE state = 1 AND owner = ?2",
                [&](SQLite::Statement& statement) {
                  statement.bind(1, now);
                  bind_text(statement, 2, owner);
                });
  }

  std::vector<Delivery> due(std::int64_t now, std::size_t max) {
    std::vector<Delivery> found;
    each(
        "SELECT " OBJECTOS_DELIVERY_COLUMNS
        " FROM deliveries WHERE due <= ?1 AND destination NOT IN "
        "(SELECT destination FROM pauses WHERE until > ?1) ORDER BY due, id LIMIT ?2",
        [&](SQLite::Statement& statement) {
          statement.bind(1, now);
          statement.bind(2, static_cast<std::int64_t>(std::min<std::size_t>(max, 1'000'000)));
        },
        [&found](const SQLite::Statement& row) {
          found.push_back(delivery_of(row));
          return true;
        });
    return found;
  }

  void take(Delivery& delivery, const DeliveryLease& lease, std::int64_t now) {
    delivery.state = DeliveryState::sending;
    ++delivery.attempts;
    delivery.next_attempt_at = 0;
    change_rows(take_,
                "UPDATE deliveries SET state = 1, attempts = attempts + 1, due = ?1, owner = ?2, updated_at "
                "= ?3 WHERE id = ?4",
                [&](SQLite::Statement& statement) {
                  statement.bind(1, now + lease.time.count());
                  bind_text(statement, 2, lease.owner);
                  statement.bind(3, now);
                  bind_text(statement, 4, delivery.id);
                });
  }

  void settle_one(const Delivery& delivery, std::string_view owner) {
    change_rows(settle_,
                "UPDATE deliveries SET state = ?1, class = ?2, code = ?3, provider_id = ?4, attempts = ?5, "
                "due = ?6, updated_at = ?7, "
                "error = ?8, begun = 0, owner = NULL WHERE id = ?9 AND owner = ?10",
                [&](SQLite::Statement& statement) {
                  statement.bind(1, state_number(delivery.state));
                  statement.bind(2, static_cast<int>(delivery.kind));
                  bind_text(statement, 3, delivery.code);
                  bind_text(statement, 4, delivery.provider_id);
                  statement.bind(5, delivery.attempts);
                  bind_due(statement, 6, delivery);
                  statement.bind(7, now_ms());
                  bind_text(statement, 8, delivery.error);
                  bind_text(statement, 9, delivery.id);
                  bind_text(statement, 10, owner);
                });
  }

  mutable std::mutex mutex_;
  const Clock& clock_;
  Connection connection_;
  bool is_durable_ = false;
  Prepared forget_deliveries_, forget_files_, forget_message_, message_, files_;
  Prepared renew_, begin_, settle_, mark_read_, unpause_, pause_, insert_message_, insert_file_,
      insert_delivery_, release_, take_;
};

}  // namespace

std::shared_ptr<NotificationQueue> notification_queue(Options options, const Clock& clock) {
  return std::make_shared<SqliteQueue>(std::move(options), clock);
}

}  // namespace objectos::sqlite
