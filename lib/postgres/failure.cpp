#include "postgres/failure.hpp"

#include <algorithm>

#include "objectos/log.hpp"

namespace objectos::postgres {
namespace {

bool is_state_character(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
}

/// "…FATAL:  28P01: password authentication failed…": the last SQLSTATE, and the words behind it.
struct Verbose {
  std::string_view state;
  std::string_view message;
};

Verbose parse_verbose(std::string_view words) {
  for (auto at = words.rfind(":  "); at != words.npos && at > 0; at = words.rfind(":  ", at - 1)) {
    const std::string_view rest = words.substr(at + 3);
    if (rest.size() < 7 || rest.substr(5, 2) != ": ") continue;
    if (!std::all_of(rest.begin(), rest.begin() + 5, is_state_character)) continue;
    std::string_view message = rest.substr(7);
    message = message.substr(0, message.find('\n'));
    return {rest.substr(0, 5), message};
  }
  return {};
}

/// `connection to server at "HOST", port N failed: ` says again what the error's place says.
std::string_view without_place(std::string_view words) {
  constexpr std::string_view begin = "connection to server ", end = " failed: ";
  if (!words.starts_with(begin)) return words;
  const auto at = words.find(end);
  if (at == words.npos || words.find(begin, begin.size()) != words.npos) return words;
  return words.substr(at + end.size());
}

Error plain(Errc code, std::string_view message) {
  return Error(code, Message("postgres.server", "{{message}}", {{"message", one_line(message)}}));
}

Error foreign_table(std::string_view message) {
  return Error(Errc::data, Message("postgres.foreign_table",
                                   "the table objectos_storage was not made by objectos: {{message}}",
                                   {{"message", one_line(message)}}));
}

/// Refusals that need no word about the table or the transaction.
Errc code_of_state(std::string_view state) {
  const std::string_view kind = state.substr(0, 2);
  if (state == "42501" || kind == "28") return Errc::denied;
  if (state == "3D000" || state == "3F000" || state == "22023") return Errc::usage;
  if (kind == "22" || kind == "23" || state == "XX001" || state == "XX002") return Errc::data;
  return Errc::unavailable;
}

}  // namespace

std::string one_line(std::string_view words) {
  while (!words.empty() && (words.back() == '\n' || words.back() == ' ')) words.remove_suffix(1);
  std::string line;
  for (const char c : words) {
    if (c == '\n') {
      line += "; ";
    } else if (c != '\t') {
      line += c;
    }
  }
  return redact(line);
}

Error error_of_state(std::string_view state, std::string_view message) {
  if (state == "25P02") return lost_transaction();
  if (state == "57014" || state == "55P03")
    return Error(Errc::unavailable, Message("postgres.cancelled", "the server gave up: {{message}}",
                                            {{"message", one_line(message)}}));
  if (state.starts_with("42") && state != "42501" && state != state::undefined_table)
    return foreign_table(message);
  return plain(code_of_state(state), message);
}

Error connect_error(std::string_view words, bool needs_password) {
  if (needs_password)
    return Error(Errc::denied, Message("postgres.no_password", "the server wants a password"),
                 Message("postgres.no_password_hint",
                         "put it into OBJECTOS_STORAGE_URL, storage.options.password or ~/.pgpass"));
  const Verbose verbose = parse_verbose(words);
  if (verbose.state.empty()) return plain(Errc::unavailable, without_place(words));
  return error_of_state(verbose.state, verbose.message);
}

Error lost_transaction() {
  return Error(Errc::unavailable, Message("postgres.lost_transaction",
                                          "the transaction was rolled back after an earlier error"));
}

}  // namespace objectos::postgres
