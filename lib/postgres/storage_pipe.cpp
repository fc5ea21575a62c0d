// Many operations under way at once: those of one kind that follow each other become one statement.
#include <algorithm>
#include <deque>
#include <utility>

#include "postgres/postgres_storage.hpp"
#include "postgres/statements.hpp"
#include "postgres/storage_run.hpp"
#include "storage/step.hpp"

namespace objectos::postgres {
namespace {

constexpr std::size_t most_read = 2000;
constexpr std::size_t reply_bytes = 4u << 20;
// The server works on one while the other is on its way.
constexpr std::size_t most_under_way = 2;

}  // namespace

class PostgresStorage::Pipe final : public Pipeline {
 public:
  Pipe(PostgresStorage& backend, Done done) : backend_(backend), done_(std::move(done)) {}
  ~Pipe() override {
    if (under_way_.empty() || !backend_.connection_) return;
    try {
      backend_.connection_->forget();
    } catch (const Error&) {
      // The connection is broken, which its next user finds.
    }
  }

  void add(Operation&& operation) override {
    if (!lock_.owns_lock()) lock_ = std::unique_lock(backend_.mutex_);
    backend_.told_ms_.reset();
    const Kind kind = kind_of(operation.action);
    if (kind == Kind::single || !can_be_sent(operation)) return do_alone(std::move(operation));
    if (!next_.operations.empty() &&
        (next_.kind != kind || next_.by_key.contains(operation.key) || is_full()))
      send();
    next_.add(kind, std::move(operation));
  }

  void drain() override {
    drain_all();
    if (lock_.owns_lock()) lock_.unlock();
  }

 private:
  bool is_full() const {
    return next_.is_full(copies()) || (next_.kind == Kind::read && next_.operations.size() >= window_);
  }

  /// An end beyond the calendar is the fault of one operation, not of its run.
  static bool can_be_sent(const Operation& operation) {
    const Put* put = std::get_if<Put>(&operation.action);
    if (!put || put->expiry.kind == Expiry::Kind::never) return true;
    try {
      const Ends ends(put->expiry);
      return true;
    } catch (const Error&) {
      return false;
    }
  }

  void do_alone(Operation operation) {
    drain_all();
    try {
      operation.outcome = objectos::run(backend_, operation.key, std::move(operation.action));
    } catch (const Error& error) {
      operation.error = std::make_unique<Error>(error);
    }
    done_(operation);
  }

  /// Sends the run, when there is room for it.
  void send() {
    while (under_way_.size() >= most_under_way || is_copying()) finish_first();
    Run run = std::exchange(next_, {});
    try {
      if (run.puts()) know_table();
      if (!send_as_copy(run)) send_as_statement(run);
    } catch (const Error& error) {
      while (!under_way_.empty()) finish_first();
      return fail(run, error);
    }
    under_way_.push_back(std::move(run));
  }

  void send_as_statement(const Run& run) {
    Connection& server = under_way_.empty() ? backend_.connection() : *backend_.connection_;
    server.add(statement_of(run.kind), parameters_of(run));
    server.end_unit();
  }

  /// From the second full run of a transaction on, and while no key has been there before.
  bool send_as_copy(Run& run) {
    if (!run.puts() || !run.is_full(false)) return false;
    const bool is_first = !std::exchange(seen_full_, true);
    if (is_first || !copies()) return false;
    const auto rows = copy_rows_of(run);
    if (!rows) return false;
    while (!under_way_.empty()) finish_first();
    run.is_copy = true;
    try {
      backend_.connection().send_copy(statements::copy, *rows);
    } catch (const SqlError& error) {
      end_copy(false);
      throw;
    }
    return true;
  }

  bool copies() const { return seen_full_ && may_copy_ && backend_.has_group(); }
  bool is_copying() const { return !under_way_.empty() && under_way_.front().is_copy; }

  void end_copy(bool successfully) {
    Connection& server = *backend_.connection_;
    if (!successfully) server.add(statements::roll_back_copy);
    server.add(statements::release_copy);
    server.run_unheard();
  }

  void finish_copy(Run& run) {
    try {
      backend_.connection_->finish_copy();
      end_copy(true);
    } catch (const SqlError& error) {
      end_copy(false);
      may_copy_ = false;
      if (!error.is(state::unique_violation)) throw;
      send_as_statement(run);
      take_rows(run, backend_.connection_->receive()[0]);
      return;
    }
    for (Operation& operation : run.operations) operation.outcome.applied = true;
  }

  void know_table() {
    if (backend_.has_group() || backend_.table_known_) return;
    while (!under_way_.empty()) finish_first();
    const auto found =
        backend_.run(Effect::none, [](Connection& server) { server.add(statements::find_table); });
    if (!found[0].boolean(0, 0)) backend_.create_table();
    backend_.table_known_ = true;
  }

  void drain_all() {
    if (!next_.operations.empty()) send();
    while (!under_way_.empty()) finish_first();
  }

  void finish_first() {
    Run run = std::move(under_way_.front());
    under_way_.pop_front();
    try {
      if (run.is_copy) {
        finish_copy(run);
      } else {
        take_rows(run, backend_.connection_->receive()[0]);
      }
    } catch (const SqlError& error) {
      if (error.is(state::undefined_table) && !backend_.has_group()) {
        backend_.table_known_ = false;
        if (!run.puts()) return deliver(run);  // nothing is in it
      }
      return fail(run, error);
    } catch (const Error& error) {
      return fail(run, run.reads() || backend_.has_group() ? error : net::of_unknown_fate(error));
    }
    deliver(run);
  }

  void take_rows(Run& run, const Result& rows) {
    if (run.kind == Kind::put) {
      for (Operation& operation : run.operations) operation.outcome.applied = true;
      return;
    }
    std::size_t bytes = 0;
    for (int row = 0; row < rows.rows(); ++row) {
      const auto at = run.by_key.find(rows.field(row, 0));
      if (at == run.by_key.end()) continue;
      Operation& operation = run.operations[at->second];
      operation.outcome.applied = run.kind != Kind::erase || rows.boolean(row, 1);
      if (run.kind == Kind::read_head) operation.outcome.expires_at = rows.maybe_integer(row, 3);
      if (run.kind != Kind::read) continue;
      bytes += rows.field(row, 1).size() + rows.field(row, 2).size();
      try {
        Entry entry = backend_.entry_of(operation.key, rows, row, 1);
        operation.outcome.value = std::move(entry.value);
        operation.outcome.expires_at = entry.expires_at;
      } catch (const Error& error) {
        operation.error = std::make_unique<Error>(error);
      }
    }
    if (run.kind == Kind::read && rows.rows() > 0) {
      const std::size_t average = bytes / static_cast<std::size_t>(rows.rows());
      window_ = std::clamp<std::size_t>(reply_bytes / (average + 64), 4, std::min(most_read, window_ * 4));
    }
  }

  void fail(Run& run, const Error& error) {
    for (Operation& operation : run.operations) operation.error = std::make_unique<Error>(error);
    deliver(run);
  }

  void deliver(Run& run) {
    for (Operation& operation : run.operations) done_(operation);
  }

  PostgresStorage& backend_;
  Done done_;
  std::unique_lock<std::recursive_mutex> lock_;
  Run next_;
  std::deque<Run> under_way_;
  bool seen_full_ = false, may_copy_ = true;
  std::size_t window_ = 64;  // reads in a run, by the sizes of the values seen
};

std::unique_ptr<Pipeline> PostgresStorage::pipeline(Pipeline::Done done) {
  {
    const std::lock_guard lock(mutex_);
    if (reads_nothing_) return StorageBackend::pipeline(std::move(done));
  }
  return std::make_unique<Pipe>(*this, std::move(done));
}

}  // namespace objectos::postgres
