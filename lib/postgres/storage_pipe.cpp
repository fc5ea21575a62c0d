// Many operations under way at once: those of one kind that follow each other become one statement.
#include <algorithm>
#include <deque>
#include <numeric>
#include <unordered_map>
#include <utility>

#include "postgres/postgres_storage.hpp"
#include "postgres/statements.hpp"
#include "storage/step.hpp"

namespace objectos::postgres {
namespace {

constexpr std::size_t most_in_run = 2000;
constexpr std::size_t run_bytes = 1u << 20;
constexpr std::size_t reply_bytes = 4u << 20;
// The server works on one while the other is on its way.
constexpr std::size_t most_under_way = 2;

enum class Kind { put, put_absent, read, read_head, erase, single };

Kind kind_of(const Action& action) {
  if (const auto* put = std::get_if<Put>(&action)) {
    const Statement* direct = direct_statement(*put);
    if (direct == &statements::put) return Kind::put;
    return direct == &statements::put_absent ? Kind::put_absent : Kind::single;
  }
  if (const auto* read = std::get_if<Read>(&action)) return read->value ? Kind::read : Kind::read_head;
  return std::holds_alternative<Erase>(action) ? Kind::erase : Kind::single;
}

std::size_t size_of(const Action& action) {
  const Put* put = std::get_if<Put>(&action);
  return put ? put->value.raw().size() : 0;
}

/// Operations of one kind on different keys.
struct Run {
  Kind kind = Kind::single;
  std::vector<Operation> operations;
  std::unordered_map<std::string_view, std::size_t> by_key;  // the operations' own keys
  std::size_t bytes = 0;
};

/// By key, so that two programs that write the same keys do not wait for each other in a ring.
std::vector<std::size_t> in_order_of_key(const std::vector<Operation>& operations) {
  std::vector<std::size_t> order(operations.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto less = [&](std::size_t a, std::size_t b) { return operations[a].key < operations[b].key; };
  if (!std::is_sorted(order.begin(), order.end(), less)) std::sort(order.begin(), order.end(), less);
  return order;
}

/// The columns of the rows that a run puts, or the keys that it names.
Parameters parameters_of(const Run& run) {
  Array keys(Type::text), values(Type::text), bytes(Type::bytes), at(Type::integer), after(Type::integer);
  const auto add_integer = [](Array& array, std::optional<std::int64_t> number) {
    number ? array.add(*number) : array.add_null();
  };
  const bool puts = run.kind == Kind::put || run.kind == Kind::put_absent;
  for (const std::size_t i : in_order_of_key(run.operations)) {
    const Operation& operation = run.operations[i];
    keys.add(operation.key);
    if (!puts) continue;
    const Put& put = std::get<Put>(operation.action);
    values.add_null_or(put.value.raw(), put.value.is_bytes());
    bytes.add_null_or(put.value.raw(), !put.value.is_bytes());
    const Ends ends(put.expiry);
    add_integer(at, ends.at);
    add_integer(after, ends.after);
  }
  Parameters parameters;
  parameters.array(Type::text_array, keys);
  if (!puts) return parameters;
  return std::move(parameters.array(Type::text_array, values)
                       .array(Type::bytes_array, bytes)
                       .array(Type::integer_array, at)
                       .array(Type::integer_array, after));
}

const Statement& statement_of(Kind kind) {
  switch (kind) {
    case Kind::put: return statements::put_all;
    case Kind::put_absent: return statements::put_all_absent;
    case Kind::read: return statements::find_all;
    case Kind::read_head: return statements::find_all_heads;
    default: return statements::erase_all;
  }
}

}  // namespace

class PostgresStorage::Pipe final : public Pipeline {
 public:
  Pipe(PostgresStorage& backend, Done done) : backend_(backend), done_(std::move(done)) {}
  ~Pipe() override {
    if (!under_way_.empty() && backend_.connection_) backend_.connection_->forget();
  }

  void add(Operation operation) override {
    if (!lock_.owns_lock()) lock_ = std::unique_lock(backend_.mutex_);
    backend_.told_ms_.reset();
    const Kind kind = kind_of(operation.action);
    if (kind == Kind::single || !can_be_sent(operation)) return do_alone(std::move(operation));
    if (!next_.operations.empty() && (next_.kind != kind || next_.by_key.contains(operation.key) || is_full())) send();
    if (next_.operations.empty()) next_.operations.reserve(most_in_run);  // their keys must not move
    next_.kind = kind;
    next_.bytes += size_of(operation.action);
    next_.operations.push_back(std::move(operation));
    next_.by_key.emplace(next_.operations.back().key, next_.operations.size() - 1);
  }

  void drain() override {
    drain_all();
    if (lock_.owns_lock()) lock_.unlock();
  }

 private:
  bool is_full() const {
    const bool reads = next_.kind == Kind::read;
    return next_.operations.size() >= (reads ? window_ : most_in_run) || next_.bytes >= run_bytes;
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
      operation.outcome = objectos::run(backend_, operation.key, operation.action);
    } catch (const Error& error) {
      operation.error = std::make_unique<Error>(error);
    }
    done_(operation);
  }

  /// Sends the run, when there is room for it.
  void send() {
    while (under_way_.size() >= most_under_way) finish_first();
    Run run = std::exchange(next_, {});
    try {
      if (writes_rows(run)) know_table();
      Connection& server = under_way_.empty() ? backend_.connection() : *backend_.connection_;
      server.add(statement_of(run.kind), parameters_of(run));
      server.end_unit();
    } catch (const Error& error) {
      while (!under_way_.empty()) finish_first();
      return fail(run, error);
    }
    under_way_.push_back(std::move(run));
  }

  static bool writes_rows(const Run& run) { return run.kind == Kind::put || run.kind == Kind::put_absent; }

  void know_table() {
    if (backend_.has_group() || backend_.table_known_) return;
    while (!under_way_.empty()) finish_first();
    const auto found = backend_.run(Effect::none, [](Connection& server) { server.add(statements::find_table); });
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
    std::vector<Result> results;
    try {
      results = backend_.connection_->receive();
    } catch (const SqlError& error) {
      if (error.is(state::undefined_table) && !backend_.has_group()) {
        backend_.table_known_ = false;
        if (!writes_rows(run)) return deliver(run);  // nothing is in it
      }
      return fail(run, error);
    } catch (const Error& error) {
      const bool reads = run.kind == Kind::read || run.kind == Kind::read_head;
      return fail(run, reads || backend_.has_group() ? error : of_unknown_fate(error));
    }
    take_rows(run, results[0]);
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
      window_ = std::clamp<std::size_t>(reply_bytes / (average + 64), 4, std::min(most_in_run, window_ * 4));
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
