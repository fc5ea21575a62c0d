// One connection to PostgreSQL: units of statements out, their results in, in order, with deadlines.
#pragma once

#include <libpq-fe.h>

#include <deque>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/server_options.hpp"
#include "net/stream.hpp"
#include "postgres/failure.hpp"
#include "postgres/parameters.hpp"

namespace objectos::postgres {

/// A statement of ours. One with a name is prepared when a connection uses it for the second time.
struct Statement {
  const char* name;
  const char* sql;
};

/// Rows in binary form, or how many were written.
class Result {
 public:
  explicit Result(PGresult* result) : result_(result) {}
  int rows() const { return PQntuples(result_.get()); }
  bool is_null(int row, int column) const { return PQgetisnull(result_.get(), row, column) != 0; }
  std::string_view field(int row, int column) const {
    return {PQgetvalue(result_.get(), row, column),
            static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
  }
  std::int64_t integer(int row, int column) const { return decode_integer(field(row, column)); }
  bool boolean(int row, int column) const { return field(row, column) == std::string_view("\1", 1); }
  std::optional<std::int64_t> maybe_integer(int row, int column) const {
    return is_null(row, column) ? std::nullopt : std::optional(integer(row, column));
  }
  /// Rows that an INSERT, UPDATE or DELETE wrote.
  std::size_t written() const;
  /// "INSERT 0 1", "ROLLBACK"
  std::string_view tag() const { return PQcmdStatus(result_.get()); }
  PGresult* get() const noexcept { return result_.get(); }

 private:
  struct Clear {
    void operator()(PGresult* result) const { PQclear(result); }
  };
  std::unique_ptr<PGresult, Clear> result_;
};

struct Finish {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
using Handle = std::unique_ptr<PGconn, Finish>;

/// Connects by the deadline. Error(usage) for a bad URL, Error(denied) if the login is refused, else
/// Error(unavailable); all name the server.
Handle connect(const ServerOptions& options, net::Deadline deadline);
/// "postgres at HOST:PORT"
std::string place_of(const PGconn* connection);

/// Statements between two ends of a unit are one implicit transaction, unless BEGIN is among them; after one
/// that fails the rest of its unit is skipped. Not thread safe. After an Error that is no SqlError the
/// connection is broken. Errors name the server.
class Connection {
 public:
  explicit Connection(const ServerOptions& options);

  /// One more statement for the unit.
  void add(const Statement& statement, const Parameters& parameters = {});
  /// Sends what the system takes now.
  void end_unit();
  /// The results of the oldest unit that was ended, waited for. Throws SqlError for the first that failed.
  std::vector<Result> receive();
  /// end_unit() and receive().
  std::vector<Result> run();
  /// Ends the unit; nobody asks for its results.
  void run_unheard();
  /// Nobody asks for what is under way any more.
  void forget();

  /// Sends statements that end in a COPY FROM STDIN, and what it reads. Only finish_copy() may follow.
  void send_copy(const char* sql, std::string_view data);
  /// Throws SqlError if one of them failed.
  void finish_copy();

  bool is_broken() const noexcept { return broken_; }
  /// Between units: false if the server has closed the connection.
  bool is_alive();
  bool in_transaction() const { return PQtransactionStatus(handle_.get()) != PQTRANS_IDLE; }
  const std::string& place() const noexcept { return place_; }

 private:
  struct Step {
    enum class What { statement, preparation };
    What what;
    const Statement* statement;
  };
  struct Unit {
    std::vector<Step> steps;
    Millis extra{0};  // that the server gets for large values
    bool is_unheard = false;
  };

  [[noreturn]] void lost(const char* words = nullptr);
  void leave_pipeline();
  void flush_all();
  void wait(bool to_write, net::Deadline deadline);
  PGresult* next_result();
  std::vector<Result> receive_any();
  static bool succeeded(const Result& result);
  void note_failure(const Result& result, std::optional<SqlError>& first);
  void prepare(const Statement& statement, const Parameters& parameters);
  Error server_error(const PGresult* result) const;

  const ServerOptions& options_;
  Handle handle_;
  std::string place_;
  Unit unit_;
  Millis extra_{0};
  std::deque<Unit> units_;
  std::set<const Statement*> used_, prepared_;
  bool copying_ = false;
  std::optional<Result> copy_error_;
  bool broken_ = false;
};

}  // namespace objectos::postgres
