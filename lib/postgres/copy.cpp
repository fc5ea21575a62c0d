// COPY: the fastest way in for rows that are new.
#include "postgres/connection.hpp"

namespace objectos::postgres {

/// Everything that was asked for has been heard, and the connection speaks the plain protocol.
void Connection::leave_pipeline() {
  while (!units_.empty()) receive_any();
  extra_ = Millis(0);
  if (PQexitPipelineMode(handle_.get()) != 1) lost();
}

void Connection::flush_all() {
  for (;;) {
    const int unsent = PQflush(handle_.get());
    if (unsent < 0) lost();
    if (unsent == 0) return;
    wait(true, net::after(options_.reply_timeout));
    if (PQconsumeInput(handle_.get()) != 1) lost();
  }
}

void Connection::send_copy(const char* sql, std::string_view data) {
  if (broken_) lost("it is closed");
  leave_pipeline();
  if (PQsendQuery(handle_.get(), sql) != 1) lost();
  copying_ = true;
  for (;;) {
    Result result(next_result());
    const ExecStatusType status = PQresultStatus(result.get());
    if (status == PGRES_COPY_IN) break;
    if (status == PGRES_COMMAND_OK) continue;
    if (!result.get()) lost();
    copy_error_.emplace(std::move(result));
    return finish_copy();
  }
  constexpr std::size_t piece = 64u << 10;
  for (; !data.empty(); data.remove_prefix(std::min(piece, data.size()))) {
    const std::string_view part = data.substr(0, piece);
    if (PQputCopyData(handle_.get(), part.data(), static_cast<int>(part.size())) != 1) lost();
    flush_all();
  }
  if (PQputCopyEnd(handle_.get(), nullptr) != 1) lost();
  flush_all();
}

void Connection::finish_copy() {
  while (PGresult* one = next_result()) {
    Result result(one);
    if (PQresultStatus(one) == PGRES_FATAL_ERROR && !copy_error_) copy_error_.emplace(std::move(result));
  }
  copying_ = false;
  if (PQstatus(handle_.get()) == CONNECTION_BAD || PQenterPipelineMode(handle_.get()) != 1) lost();
  if (!copy_error_) return;
  const Result failed = std::move(*copy_error_);
  copy_error_.reset();
  const char* state = PQresultErrorField(failed.get(), PG_DIAG_SQLSTATE);
  if (state == nullptr) lost(PQresultErrorMessage(failed.get()));
  throw SqlError(server_error(failed.get()), state);
}

}  // namespace objectos::postgres
