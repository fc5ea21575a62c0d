// What PostgreSQL and libpq say went wrong, as errors of ours.
#pragma once

#include <string>
#include <string_view>

#include "objectos/error.hpp"

namespace objectos::postgres {

/// An error that the server reported, with its SQLSTATE.
class SqlError final : public Error {
 public:
  SqlError(const Error& error, std::string_view state) : Error(error), state_(state) {}
  bool is(std::string_view state) const noexcept { return state_ == state; }

 private:
  std::string state_;
};

namespace state {
inline constexpr std::string_view undefined_table = "42P01";
inline constexpr std::string_view unique_violation = "23505";
}  // namespace state

/// The server's message, by the class of its SQLSTATE. Secrets in the message are redacted.
Error error_of_state(std::string_view state, std::string_view message);

/// Why a connection could not be made: libpq's words (with PQERRORS_VERBOSE, so that the SQLSTATE is in
/// them). `needs_password`: it found none to give.
Error connect_error(std::string_view words, bool needs_password);

/// A transaction that the server has rolled back by itself.
Error lost_transaction();

/// libpq's words in one line.
std::string one_line(std::string_view words);

}  // namespace objectos::postgres
