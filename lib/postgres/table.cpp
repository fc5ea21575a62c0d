// The connection, and the table on it.
#include "postgres/postgres_storage.hpp"
#include "postgres/statements.hpp"

namespace objectos::postgres {

Connection& PostgresStorage::connection() {
  if (has_group()) {
    if (!connection_ || connection_->is_broken()) throw lost_transaction();
    return *connection_;
  }
  if (connection_ && !connection_->is_alive()) connection_.reset();
  if (!connection_) connection_ = breaker_.guard([this] { return std::make_unique<Connection>(options_); });
  return *connection_;
}

std::vector<Result> PostgresStorage::run(Effect effect, const Add& add) {
  if (has_group()) return run_in_transaction(false, add);
  for (int attempt = 0;; ++attempt) {
    Connection& server = connection();
    try {
      add(server);
      return server.run();
    } catch (const SqlError&) {
      if (!server.is_broken()) {
        if (server.in_transaction()) roll_back();
        throw;
      }
      // It was told to end before it came to this: nothing was done.
      connection_.reset();
      if (attempt > 0) throw;
    } catch (const Error& error) {
      connection_.reset();
      if (effect == Effect::change) throw net::of_unknown_fate(error);
      if (attempt > 0 || net::is_late(error)) throw;
    }
  }
}

std::vector<Result> PostgresStorage::run_in_transaction(bool commits, const Add& add) {
  Connection& server = *connection_;
  if (server.is_broken()) throw lost_transaction();
  try {
    add(server);
    return server.run();
  } catch (const SqlError&) {
    throw;
  } catch (const Error& error) {
    if (commits) throw net::of_unknown_fate(error);
    throw;
  }
}

void PostgresStorage::roll_back() noexcept {
  try {
    if (!connection_ || connection_->is_broken() || !connection_->in_transaction()) return;
    connection_->add(statements::rollback);
    connection_->run_unheard();
  } catch (const std::exception&) {
    connection_.reset();  // and with it the transaction
  }
}

void PostgresStorage::create_table() {
  run(Effect::none, [](Connection& server) {  // it may be done twice
    server.add(statements::begin);
    server.add(statements::lock_creation);
    server.add(statements::create_table);
    server.add(statements::create_index);
    server.add(statements::commit);
  });
}

std::int64_t PostgresStorage::now_ms() const {
  auto& self = const_cast<PostgresStorage&>(*this);  // talks to the server
  const std::lock_guard lock(self.mutex_);
  if (told_ms_) return *told_ms_;
  return self.run(Effect::none, [](Connection& server) { server.add(statements::now); })[0].integer(0, 0);
}

}  // namespace objectos::postgres
