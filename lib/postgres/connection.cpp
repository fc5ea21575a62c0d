#include "postgres/connection.hpp"

#include <array>
#include <charconv>
#include <utility>

#include "net/failure.hpp"
#include "objectos/text.hpp"

namespace objectos::postgres {
namespace {

// A statement alone is a transaction that never has to be repeated, whatever the server's default is.
// Everything here goes by key: a table that has grown since the server last looked at it must not be read
// whole for every page.
constexpr Statement set_up{nullptr,
                           "SELECT set_config('lock_timeout', $1, false), "
                           "set_config('default_transaction_isolation', 'read committed', false), "
                           "set_config('enable_seqscan', 'off', false)"};
constexpr std::size_t most_parameters = 6;
// The server compresses large values: for each megabyte it gets a second more to answer.
constexpr std::size_t large = 1u << 20;

/// The parameters as libpq wants them.
struct Columns {
  explicit Columns(const Parameters& parameters) {
    for (const Parameters::One& one : parameters.all()) {
      const auto i = static_cast<std::size_t>(count++);
      const std::string_view view = one.view();
      types[i] = static_cast<Oid>(one.type);
      values[i] = one.is_null ? nullptr : view.empty() ? "" : view.data();
      lengths[i] = static_cast<int>(view.size());
      formats[i] = 1;
    }
  }
  std::size_t bytes() const {
    std::size_t sum = 0;
    for (const int length : lengths) sum += static_cast<std::size_t>(length);
    return sum;
  }
  int count = 0;
  std::array<Oid, most_parameters> types{};
  std::array<const char*, most_parameters> values{};
  std::array<int, most_parameters> lengths{};
  std::array<int, most_parameters> formats{};
};

}  // namespace

std::size_t Result::written() const {
  const std::string_view text = PQcmdTuples(result_.get());
  std::size_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

Connection::Connection(const ServerOptions& options)
    : options_(options),
      handle_(connect(options, net::after(options.connect_timeout))),
      place_(place_of(handle_.get())) {
  PQsetNoticeReceiver(
      handle_.get(), [](void*, const PGresult*) {}, nullptr);
  PQsetErrorVerbosity(handle_.get(), PQERRORS_DEFAULT);
  if (PQsetnonblocking(handle_.get(), 1) != 0 || PQenterPipelineMode(handle_.get()) != 1) lost();
  // In one packet with the first unit: the server stops waiting for a row when we have stopped. What it works
  // on it may finish: a large value takes its time.
  const std::string ms = std::to_string(options_.reply_timeout.count());
  add(set_up, Parameters().text(ms));
  unit_.is_unheard = true;
  if (PQpipelineSync(handle_.get()) != 1) lost();
  units_.push_back(std::exchange(unit_, {}));
}

void Connection::lost(const char* words) {
  broken_ = true;
  if (words == nullptr) words = PQerrorMessage(handle_.get());
  throw Error(Errc::unavailable,
              Message("postgres.lost", "the connection was lost: {{reason}}", {{"reason", one_line(words)}}))
      .at(place_);
}

void Connection::prepare(const Statement& statement, const Parameters& parameters) {
  const Columns columns(parameters);
  if (PQsendPrepare(handle_.get(), statement.name, statement.sql, columns.count, columns.types.data()) != 1)
    lost();
  unit_.steps.push_back({Step::What::preparation, &statement});
}

void Connection::add(const Statement& statement, const Parameters& parameters) {
  if (broken_) lost("it is closed");
  const Columns columns(parameters);
  unit_.extra += std::chrono::seconds(columns.bytes() / large);
  if (statement.name && !used_.insert(&statement).second && !prepared_.contains(&statement)) {
    prepare(statement, parameters);
    prepared_.insert(&statement);
  }
  const int sent =
      statement.name && prepared_.contains(&statement)
          ? PQsendQueryPrepared(handle_.get(), statement.name, columns.count, columns.values.data(),
                                columns.lengths.data(), columns.formats.data(), 1)
          : PQsendQueryParams(handle_.get(), statement.sql, columns.count, columns.types.data(),
                              columns.values.data(), columns.lengths.data(), columns.formats.data(), 1);
  if (sent != 1) lost();
  unit_.steps.push_back({Step::What::statement, &statement});
}

void Connection::end_unit() {
  if (broken_) lost("it is closed");
  if (PQpipelineSync(handle_.get()) != 1) lost();
  units_.push_back(std::exchange(unit_, {}));
  if (PQflush(handle_.get()) < 0) lost();
}

void Connection::run_unheard() {
  unit_.is_unheard = true;
  end_unit();
}

void Connection::forget() {
  if (broken_) return;
  if (copying_) {
    try {
      finish_copy();
    } catch (const SqlError&) {
    }
  }
  for (Unit& unit : units_) unit.is_unheard = true;
}

std::vector<Result> Connection::run() {
  end_unit();
  return receive();
}

void Connection::wait(bool to_write, net::Deadline deadline) {
  if (net::wait_for(PQsocket(handle_.get()), true, to_write, deadline)) return;
  broken_ = true;
  throw net::no_answer(options_.reply_timeout + extra_)
      .at(place_);
}

/// The deadline moves with every sign of life.
PGresult* Connection::next_result() {
  while (PQisBusy(handle_.get()) != 0) {
    const int unsent = PQflush(handle_.get());
    if (unsent < 0) lost();
    wait(unsent > 0, net::after(options_.reply_timeout + extra_));
    if (PQconsumeInput(handle_.get()) != 1) lost();
  }
  return PQgetResult(handle_.get());
}

std::vector<Result> Connection::receive() {
  while (!units_.empty() && units_.front().is_unheard) receive_any();
  return receive_any();
}

std::vector<Result> Connection::receive_any() {
  const Unit unit = std::move(units_.front());
  units_.pop_front();
  extra_ = unit.extra;
  std::vector<Result> results;
  std::optional<SqlError> error;
  for (const Step& step : unit.steps) {
    Result result(next_result());
    if (!succeeded(result)) {
      if (step.what == Step::What::preparation) prepared_.erase(step.statement);
      note_failure(result, error);
    }
    if (step.what == Step::What::statement) results.push_back(std::move(result));
    if (const Result rest(next_result()); rest.get()) lost("it is out of step");
  }
  const Result sync(next_result());
  if (PQresultStatus(sync.get()) != PGRES_PIPELINE_SYNC) lost();
  if (error && !unit.is_unheard) throw *error;
  return results;
}

bool Connection::succeeded(const Result& result) {
  const ExecStatusType status = PQresultStatus(result.get());
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

/// The first failure counts; one that ends the connection is thrown.
void Connection::note_failure(const Result& result, std::optional<SqlError>& first) {
  const char* state = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
  if (PQresultStatus(result.get()) != PGRES_PIPELINE_ABORTED && !first) {
    if (state == nullptr) lost(PQresultErrorMessage(result.get()));
    first.emplace(server_error(result.get()), state);
  }
  const char* severity = PQresultErrorField(result.get(), PG_DIAG_SEVERITY_NONLOCALIZED);
  const bool is_last =
      severity && (std::string_view(severity) == "FATAL" || std::string_view(severity) == "PANIC");
  if (!is_last && PQstatus(handle_.get()) == CONNECTION_OK) return;
  broken_ = true;
  if (first) throw *first;
  lost();
}

Error Connection::server_error(const PGresult* result) const {
  const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const char* message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  return error_of_state(state, message ? message : "").at(place_);
}

bool Connection::is_alive() {
  if (broken_) return false;
  while (net::wait_for(PQsocket(handle_.get()), true, false, net::Deadline())) {
    if (PQconsumeInput(handle_.get()) != 1) return false;
    // What nobody heard may still come; anything else is a farewell.
    while (!units_.empty() && PQisBusy(handle_.get()) == 0) {
      try {
        receive_any();
      } catch (const Error&) {
        return false;
      }
    }
  }
  return PQstatus(handle_.get()) == CONNECTION_OK;
}

}  // namespace objectos::postgres
