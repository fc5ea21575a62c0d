// Groups of operations: a transaction, and savepoints in it.
#include "postgres/postgres_storage.hpp"
#include "postgres/statements.hpp"

namespace objectos::postgres {
namespace {

const Statement& beginning(Access access) {
  switch (access) {
    case Access::read: return statements::begin_read;
    case Access::write: return statements::begin;
    case Access::atomic: break;
  }
  return statements::begin_atomic;
}

}  // namespace

/// Holds the lock for its thread.
class PostgresStorage::Group final : public Transaction {
 public:
  Group(PostgresStorage& backend, Access access) : backend_(backend), lock_(backend.mutex_) {
    if (backend_.has_group()) {
      backend_.run_in_transaction(false, [](Connection& server) { server.add(statements::savepoint); });
    } else {
      begin(access);
    }
    ++backend_.depth_;
  }
  ~Group() override {
    if (!is_open_) return;
    const bool is_outermost = backend_.depth_ == 1;
    end();
    roll_back(is_outermost);
  }
  void commit() override {
    if (!is_open_) return;
    const bool is_outermost = backend_.depth_ == 1;
    const auto results = backend_.run_in_transaction(is_outermost, [&](Connection& server) {
      server.add(is_outermost ? statements::commit : statements::release);
    });
    end();
    if (results[0].tag() == "ROLLBACK") throw lost_transaction().at(backend_.connection_->place());
    lock_.unlock();
  }

 private:
  /// Begins, and looks whether there is a table.
  void begin(Access access) {
    for (;;) {
      const auto results = backend_.run(Effect::none, [access](Connection& server) {
        server.add(beginning(access));
        server.add(statements::find_table);
      });
      backend_.told_ms_ = results[1].integer(0, 1);
      if (results[1].boolean(0, 0)) return;
      if (access == Access::read) {
        backend_.reads_nothing_ = true;
        return;
      }
      backend_.roll_back();
      backend_.create_table();
    }
  }

  void end() noexcept {
    is_open_ = false;
    if (--backend_.depth_ == 0) backend_.reads_nothing_ = false;
  }

  void roll_back(bool is_outermost) noexcept {
    if (is_outermost) return backend_.roll_back();
    try {
      Connection& server = *backend_.connection_;
      if (server.is_broken()) return;
      server.add(statements::rollback_to);
      server.add(statements::release);
      server.run_unheard();
    } catch (const std::exception&) {
      // The connection is broken, which the outer group will find.
    }
  }

  PostgresStorage& backend_;
  std::unique_lock<std::recursive_mutex> lock_;
  bool is_open_ = true;
};

std::unique_ptr<Transaction> PostgresStorage::begin(Access access) {
  return std::make_unique<Group>(*this, access);
}

}  // namespace objectos::postgres
