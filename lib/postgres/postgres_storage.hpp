// The storage backend's class; its table, groups, listing and pipeline are in files of their own.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "objectos/storage.hpp"
#include "net/failure.hpp"
#include "postgres/connection.hpp"

namespace objectos::postgres {

/// One connection under one lock.
class PostgresStorage final : public StorageBackend {
 public:
  explicit PostgresStorage(ServerOptions options) : options_(std::move(options)) {}

  std::string name() const override { return "postgres"; }
  bool is_transactional() const override { return true; }
  std::optional<Entry> get(std::string_view key, Read what) override;
  void range(const Range& range, const Visitor& visit) override;
  bool erase(std::string_view key) override;
  Outcome apply(std::string_view key, const Step& step) override;
  bool compare_and_set(std::string_view key, const Entry* expected, const Entry* desired) override;
  /// Access::atomic is serializable: who loses to another program gets Error(unavailable).
  std::unique_ptr<Transaction> begin(Access access) override;
  std::unique_ptr<Pipeline> pipeline(Pipeline::Done done) override;
  bool works_ahead() const override { return true; }
  std::size_t collect() override;
  /// The server's clock: asked for, unless the operation before told it.
  std::int64_t now_ms() const override;

 private:
  class Group;
  class Pipe;
  class OwnTransaction;
  class Pages;

  using Add = std::function<void(Connection&)>;
  enum class Effect { none, change };

  /// A connection that is believed to work: made anew where that loses nothing.
  Connection& connection();
  /// A unit that stands alone, unless a group is open. What changes nothing is repeated when the connection
  /// broke; of the rest the error says if nobody knows whether it was done.
  std::vector<Result> run(Effect effect, const Add& add);
  std::vector<Result> run_in_transaction(bool commits, const Add& add);
  /// Ends what an error left open.
  void roll_back() noexcept;

  bool has_group() const noexcept { return depth_ > 0; }
  void create_table();
  /// The table is made if it was missing.
  template <class Work>
  auto with_table(Work work) {
    try {
      return work();
    } catch (const SqlError& error) {
      if (!error.is(state::undefined_table) || has_group()) throw;
    }
    create_table();
    return work();
  }
  /// Nothing is in a table that is missing.
  template <class Work>
  auto without_table(Work work) -> decltype(work()) {
    if (reads_nothing_) return {};
    try {
      return work();
    } catch (const SqlError& error) {
      if (!error.is(state::undefined_table) || has_group()) throw;
    }
    return {};
  }

  /// Value, bytes and expiry, from that column on.
  Entry entry_of(std::string_view key, const Result& result, int row, int column) const;

  /// The row of a key, locked. Begins a transaction unless there is one.
  struct Locked {
    bool is_there = false;         ///< perhaps expired
    std::optional<Entry> current;  ///< if it is not
    std::int64_t now_ms = 0;
  };
  Locked lock_row(std::string_view key);
  /// Writes (null: removes) and commits, unless in a group. False if somebody else has made the row
  /// meanwhile.
  bool write_row(std::string_view key, const Locked& locked, const Entry* entry);
  Outcome put_directly(const Statement& statement, std::string_view key, const Put& put);
  Outcome read_and_write(std::string_view key, const Step& step);
  bool compare_and_write(std::string_view key, const Entry* expected, const Entry* desired);

  const ServerOptions options_;
  std::recursive_mutex mutex_;  // a Transaction's own thread comes in again
  std::unique_ptr<Connection> connection_;
  net::Breaker breaker_;
  int depth_ = 0;               // of groups
  bool reads_nothing_ = false;  // a reading group that found no table
  bool table_known_ = false;
  std::optional<std::int64_t> told_ms_;  // the server's time, by the last reply
};

/// A transaction around one operation; rolled back unless it is said to have ended.
class PostgresStorage::OwnTransaction {
 public:
  explicit OwnTransaction(PostgresStorage& backend) : backend_(backend), is_open_(!backend.has_group()) {}
  ~OwnTransaction() {
    if (is_open_) backend_.roll_back();
  }
  OwnTransaction(const OwnTransaction&) = delete;
  OwnTransaction& operator=(const OwnTransaction&) = delete;
  void ended() noexcept { is_open_ = false; }

 private:
  PostgresStorage& backend_;
  bool is_open_;
};

/// Value and bytes, one of them null.
void add_value(Parameters& parameters, const Value& value);

/// The instant and the time from now at which an entry ends; both nothing: never. Error(usage) if it is
/// beyond the calendar, by a rough clock.
struct Ends {
  explicit Ends(const Expiry& expiry);
  std::optional<std::int64_t> at, after;
};

/// The statement that does it alone; null if the present entry must be looked at here.
const Statement* direct_statement(const Put& put);

}  // namespace objectos::postgres
