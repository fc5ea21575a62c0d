// Operations that become one statement.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "objectos/storage.hpp"
#include "postgres/connection.hpp"

namespace objectos::postgres {

enum class Kind { put, put_absent, read, read_head, erase, single };

/// `single` is done alone.
Kind kind_of(const Action& action);

/// Operations of one kind on different keys.
struct Run {
  Kind kind = Kind::single;
  std::deque<Operation> operations;  // which by_key looks into: they must not move
  std::unordered_map<std::string_view, std::size_t> by_key;
  std::size_t bytes = 0;  // of their values
  bool is_copy = false;

  bool puts() const noexcept { return kind == Kind::put || kind == Kind::put_absent; }
  bool reads() const noexcept { return kind == Kind::read || kind == Kind::read_head; }
  /// `large`: one that COPY takes.
  bool is_full(bool large) const noexcept;
  void add(Kind kind, Operation operation);
};

const Statement& statement_of(Kind kind);
/// The columns of the rows that a run puts, or the keys that it names.
Parameters parameters_of(const Run& run);
/// The rows that a run puts, for COPY; nothing if one is too large or ends at an instant that only the server
/// knows.
std::optional<std::string> copy_rows_of(const Run& run);

}  // namespace objectos::postgres
