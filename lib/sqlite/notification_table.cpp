#include "sqlite/notification_table.hpp"

#include <algorithm>

namespace objectos::sqlite {

// A delivery's ids are ID and ID-N: so those of a message stand together. A try changes few pages: what is
// sent is in no index but the first. A state is its number in DeliveryState: 0 queued, 1 sending, 3 retrying.
// `due` is when a delivery may be claimed: the time of the next try, or the end of its holder's lease; NULL:
// never.
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

// A message's deliveries are ID and ID-N, and stand together.
#define OBJECTOS_OF_MESSAGE "id = ?1 OR (id > ?1 || '-' AND id < ?1 || '.')"

void bind_nothing(SQLite::Statement&) {}

}  // namespace

// ---- statements

template <class Bind, class Visit>
void NotificationTable::each(const std::string& sql, const Bind& bind, const Visit& visit) {
  connection_.guarded([&] {
    SQLite::Statement statement(connection_.database(), sql);
    bind(statement);
    while (statement.executeStep() && visit(statement)) {
    }
  });
}

/// The same for a statement that runs often.
template <class Bind, class Visit>
void NotificationTable::each(Prepared& kept, const char* sql, const Bind& bind, const Visit& visit) {
  connection_.guarded([&] {
    SQLite::Statement& statement = prepared(connection_, kept, sql);
    const Use use(statement);
    bind(statement);
    while (statement.executeStep() && visit(statement)) {
    }
  });
}

template <class Bind>
bool NotificationTable::any(Prepared& kept, const char* sql, const Bind& bind) {
  bool found = false;
  each(kept, sql, bind, [&found](const SQLite::Statement&) {
    found = true;
    return false;
  });
  return found;
}

/// How many rows it has changed.
template <class Bind>
std::int64_t NotificationTable::change_rows(Prepared& kept, const char* sql, const Bind& bind) {
  return connection_.guarded([&] {
    SQLite::Statement& statement = prepared(connection_, kept, sql);
    const Use use(statement);
    bind(statement);
    statement.exec();
    return connection_.changes();
  });
}

// ---- messages

void NotificationTable::insert(const QueuedMessage& message) {
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

std::optional<QueuedMessage> NotificationTable::message(std::string_view id) {
  std::optional<QueuedMessage> found;
  const auto bind_id = [id](SQLite::Statement& statement) { bind_text(statement, 1, id); };
  each(message_, "SELECT id, channel, key, fingerprint, created_at, content FROM messages WHERE id = ?1",
       bind_id, [&found](const SQLite::Statement& row) {
         const auto text = [&row](int column) { return std::string(text_of(row.getColumn(column))); };
         found = QueuedMessage{text(0), text(1), text(2), text(3), row.getColumn(4).getInt64(), text(5), {}};
         return false;
       });
  if (!found) return found;
  each(files_, "SELECT bytes FROM files WHERE message = ?1 ORDER BY number", bind_id,
       [&found](const SQLite::Statement& row) {
         found->files.emplace_back(text_of(row.getColumn(0)));
         return true;
       });
  return found;
}

std::optional<NotificationTable::Keyed> NotificationTable::with_key(std::string_view key) {
  std::optional<Keyed> found;
  each(
      "SELECT id, fingerprint FROM messages WHERE key = ?1",
      [key](SQLite::Statement& statement) { bind_text(statement, 1, key); },
      [&found](const SQLite::Statement& row) {
        found = {std::string(text_of(row.getColumn(0))), std::string(text_of(row.getColumn(1)))};
        return false;
      });
  return found;
}

std::vector<std::string> NotificationTable::finished(std::int64_t before) {
  std::vector<std::string> ids;
  const auto bind_time = [before](SQLite::Statement& statement) { statement.bind(1, before); };
  // Mostly there is none that is old enough.
  if (!any(has_old_, "SELECT 1 FROM messages WHERE created_at < ?1 LIMIT 1", bind_time)) return ids;
  each(
      "SELECT id FROM messages m WHERE created_at < ?1 AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE "
      "(d.id = m.id OR "
      "(d.id > m.id || '-' AND d.id < m.id || '.')) AND (updated_at >= ?1 OR state IN (0, 1, 3) OR "
      "(d.channel = 'inbox' AND read_at = 0)))",
      bind_time, [&ids](const SQLite::Statement& row) {
        ids.emplace_back(text_of(row.getColumn(0)));
        return true;
      });
  return ids;
}

std::size_t NotificationTable::forget(std::string_view id) {
  const auto bind_id = [id](SQLite::Statement& statement) { bind_text(statement, 1, id); };
  const auto count =
      change_rows(forget_deliveries_, "DELETE FROM deliveries WHERE " OBJECTOS_OF_MESSAGE, bind_id);
  change_rows(forget_files_, "DELETE FROM files WHERE message = ?1", bind_id);
  change_rows(forget_message_, "DELETE FROM messages WHERE id = ?1", bind_id);
  return static_cast<std::size_t>(count);
}

// ---- deliveries

void NotificationTable::insert(const Delivery& delivery, const Holder* holder) {
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
        holder ? statement.bind(10, holder->until) : bind_due(statement, 10, delivery);
        holder ? bind_text(statement, 11, holder->owner) : statement.bind(11);
        bind_text(statement, 12, delivery.error);
      });
}

std::optional<Delivery> NotificationTable::find(std::string_view id) {
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

std::vector<Delivery> NotificationTable::of_message(std::string_view id) {
  std::vector<Delivery> found;
  each(
      "SELECT " OBJECTOS_DELIVERY_COLUMNS " FROM deliveries WHERE " OBJECTOS_OF_MESSAGE
      " ORDER BY length(id), id",
      [id](SQLite::Statement& statement) { bind_text(statement, 1, id); },
      [&found](const SQLite::Statement& row) {
        found.push_back(delivery_of(row));
        return true;
      });
  return found;
}

void NotificationTable::list(const DeliveryRange& range, const std::function<bool(const Delivery&)>& visit) {
  std::string sql = "SELECT " OBJECTOS_DELIVERY_COLUMNS " FROM deliveries WHERE id > ?1";
  if (range.state) sql += " AND state = " + std::to_string(state_number(*range.state));
  // Literally, or the inbox' index would not be used.
  if (!range.channel.empty())
    sql += range.channel == "inbox" ? " AND channel = 'inbox'" : " AND channel = ?2";
  if (!range.to.empty()) sql += " AND recipient = ?3";
  each(
      sql + " ORDER BY id",
      [&range](SQLite::Statement& statement) {
        bind_text(statement, 1, range.after);
        if (!range.channel.empty() && range.channel != "inbox") bind_text(statement, 2, range.channel);
        if (!range.to.empty()) bind_text(statement, 3, range.to);
      },
      [&visit](const SQLite::Statement& row) { return visit(delivery_of(row)); });
}

bool NotificationTable::has_due(std::int64_t now) {
  return any(has_due_, "SELECT 1 FROM deliveries WHERE due <= ?1 LIMIT 1",
             [now](SQLite::Statement& statement) { statement.bind(1, now); });
}

std::vector<Delivery> NotificationTable::due(std::int64_t now, std::size_t max) {
  constexpr std::size_t most = 1'000'000;  // SIZE_MAX is no number of SQLite's
  std::vector<Delivery> found;
  each(
      "SELECT " OBJECTOS_DELIVERY_COLUMNS
      " FROM deliveries WHERE due <= ?1 AND destination NOT IN "
      "(SELECT destination FROM pauses WHERE until > ?1) ORDER BY due, id LIMIT ?2",
      [&](SQLite::Statement& statement) {
        statement.bind(1, now);
        statement.bind(2, static_cast<std::int64_t>(std::min(max, most)));
      },
      [&found](const SQLite::Statement& row) {
        found.push_back(delivery_of(row));
        return true;
      });
  return found;
}

// SQLite uses the index on the state, which leaves out what is sent, only where a query says so in the same
// words.

std::vector<std::string> NotificationTable::owners() {
  std::vector<std::string> all;
  each("SELECT DISTINCT owner FROM deliveries WHERE state = 1 AND state <> 2", bind_nothing,
       [&all](const SQLite::Statement& row) {
         all.emplace_back(text_of(row.getColumn(0)));
         return true;
       });
  return all;
}

void NotificationTable::set_end(std::string_view owner, std::int64_t until) {
  change_rows(set_end_, "UPDATE deliveries SET due = ?1 WHERE state = 1 AND state <> 2 AND owner = ?2",
              [&](SQLite::Statement& statement) {
                statement.bind(1, until);
                bind_text(statement, 2, owner);
              });
}

std::uint64_t NotificationTable::waiting() {
  std::uint64_t count = 0;
  each(waiting_, "SELECT count(*) FROM deliveries WHERE state IN (0, 1, 3) AND state <> 2", bind_nothing,
       [&count](const SQLite::Statement& row) {
         count = static_cast<std::uint64_t>(row.getColumn(0).getInt64());
         return false;
       });
  return count;
}

void NotificationTable::take(std::string_view id, const Holder& holder, std::int64_t now) {
  change_rows(
      take_,
      "UPDATE deliveries SET state = 1, attempts = attempts + 1, due = ?1, owner = ?2, updated_at = ?3 "
      "WHERE id = ?4",
      [&](SQLite::Statement& statement) {
        statement.bind(1, holder.until);
        bind_text(statement, 2, holder.owner);
        statement.bind(3, now);
        bind_text(statement, 4, id);
      });
}

bool NotificationTable::begin(std::string_view id, std::string_view owner) {
  return change_rows(begin_, "UPDATE deliveries SET begun = 1 WHERE id = ?1 AND owner = ?2",
                     [&](SQLite::Statement& statement) {
                       bind_text(statement, 1, id);
                       bind_text(statement, 2, owner);
                     }) > 0;
}

void NotificationTable::settle(const Delivery& delivery, std::string_view owner, std::int64_t now) {
  change_rows(
      settle_,
      "UPDATE deliveries SET state = ?1, class = ?2, code = ?3, provider_id = ?4, attempts = ?5, due = ?6, "
      "updated_at = ?7, error = ?8, begun = 0, owner = NULL WHERE id = ?9 AND owner = ?10",
      [&](SQLite::Statement& statement) {
        statement.bind(1, state_number(delivery.state));
        statement.bind(2, static_cast<int>(delivery.kind));
        bind_text(statement, 3, delivery.code);
        bind_text(statement, 4, delivery.provider_id);
        statement.bind(5, delivery.attempts);
        bind_due(statement, 6, delivery);
        statement.bind(7, now);
        bind_text(statement, 8, delivery.error);
        bind_text(statement, 9, delivery.id);
        bind_text(statement, 10, owner);
      });
}

std::size_t NotificationTable::change(std::string_view id, std::span<const DeliveryState> from,
                                      DeliveryState to, std::int64_t now) {
  std::string states;
  for (const DeliveryState state : from)
    states += (states.empty() ? "" : ",") + std::to_string(state_number(state));
  const std::string sql =
      "UPDATE deliveries SET state = ?1, due = ?2, attempts = iif(?1 = 0, 0, attempts), updated_at = ?3, "
      "begun = 0 "
      "WHERE channel <> 'inbox' AND state IN (" +
      states + ")" + (id.empty() ? "" : " AND id = ?4");
  connection_.guarded([&] {
    SQLite::Statement statement(connection_.database(), sql);
    statement.bind(1, state_number(to));
    to == DeliveryState::queued ? statement.bind(2, now) : statement.bind(2);
    statement.bind(3, now);
    if (!id.empty()) bind_text(statement, 4, id);
    statement.exec();
  });
  return static_cast<std::size_t>(connection_.changes());
}

QueueCounts NotificationTable::counts() {
  QueueCounts counts;
  each("SELECT state, count(*), min(created_at) FROM deliveries GROUP BY state", bind_nothing,
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

bool NotificationTable::mark_read(std::string_view id, std::int64_t now) {
  return change_rows(mark_read_,
                     "UPDATE deliveries SET read_at = iif(read_at = 0, ?1, read_at) WHERE id = ?2 AND "
                     "channel = 'inbox'",
                     [&](SQLite::Statement& statement) {
                       statement.bind(1, now);
                       bind_text(statement, 2, id);
                     }) > 0;
}

// ---- pauses

void NotificationTable::pause(const DestinationPause& pause) {
  change_rows(pause_,
              "INSERT INTO pauses VALUES(?1, ?2, ?3, ?4) ON CONFLICT(destination) DO UPDATE SET until = ?2, "
              "is_config = ?3, reason = ?4 WHERE until < ?2",
              [&](SQLite::Statement& statement) {
                bind_text(statement, 1, pause.destination);
                statement.bind(2, pause.until);
                statement.bind(3, pause.is_config ? 1 : 0);
                bind_text(statement, 4, pause.reason);
              });
}

void NotificationTable::end_pause(std::string_view destination) {
  change_rows(end_pause_, "DELETE FROM pauses WHERE destination = ?1",
              [destination](SQLite::Statement& statement) { bind_text(statement, 1, destination); });
}

std::vector<DestinationPause> NotificationTable::pauses(std::int64_t now) {
  std::vector<DestinationPause> all;
  each(
      "SELECT destination, until, is_config, reason FROM pauses WHERE until > ?1 ORDER BY destination",
      [now](SQLite::Statement& statement) { statement.bind(1, now); },
      [&all](const SQLite::Statement& row) {
        all.push_back({std::string(text_of(row.getColumn(0))), row.getColumn(1).getInt64(),
                       row.getColumn(2).getInt() != 0, std::string(text_of(row.getColumn(3)))});
        return true;
      });
  return all;
}

#undef OBJECTOS_OF_MESSAGE
#undef OBJECTOS_DELIVERY_COLUMNS

}  // namespace objectos::sqlite
