#include "postgres/storage_run.hpp"

#include <algorithm>
#include <numeric>

#include "postgres/postgres_storage.hpp"
#include "postgres/statements.hpp"

namespace objectos::postgres {
namespace {

constexpr std::size_t most_in_run = 2000;
constexpr std::size_t most_in_large_run = 32'000;
constexpr std::size_t run_bytes = 1u << 20;
constexpr std::size_t large_run_bytes = 4u << 20;

std::size_t size_of(const Action& action) {
  const Put* put = std::get_if<Put>(&action);
  return put ? put->value.raw().size() : 0;
}

/// By key, so that two programs that write the same keys do not wait for each other in a ring.
std::vector<std::size_t> in_order_of_key(const std::deque<Operation>& operations) {
  std::vector<std::size_t> order(operations.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto less = [&](std::size_t a, std::size_t b) { return operations[a].key < operations[b].key; };
  if (!std::is_sorted(order.begin(), order.end(), less)) std::sort(order.begin(), order.end(), less);
  return order;
}

}  // namespace

Kind kind_of(const Action& action) {
  if (const auto* put = std::get_if<Put>(&action)) {
    const Statement* direct = direct_statement(*put);
    if (direct == &statements::put) return Kind::put;
    return direct == &statements::put_absent ? Kind::put_absent : Kind::single;
  }
  if (const auto* read = std::get_if<Read>(&action)) return read->value ? Kind::read : Kind::read_head;
  return std::holds_alternative<Erase>(action) ? Kind::erase : Kind::single;
}

bool Run::is_full(bool large) const noexcept {
  return operations.size() >= (large ? most_in_large_run : most_in_run) ||
         bytes >= (large ? large_run_bytes : run_bytes);
}

void Run::add(Kind its_kind, Operation operation) {
  kind = its_kind;
  bytes += size_of(operation.action);
  operations.push_back(std::move(operation));
  by_key.emplace(operations.back().key, operations.size() - 1);
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

Parameters parameters_of(const Run& run) {
  Array keys(Type::text), values(Type::text), bytes(Type::bytes), at(Type::integer), after(Type::integer);
  const auto add_integer = [](Array& array, std::optional<std::int64_t> number) {
    number ? array.add(*number) : array.add_null();
  };
  for (const std::size_t i : in_order_of_key(run.operations)) {
    const Operation& operation = run.operations[i];
    keys.add(operation.key);
    if (!run.puts()) continue;
    const Put& put = std::get<Put>(operation.action);
    values.add_null_or(put.value.raw(), put.value.is_bytes());
    bytes.add_null_or(put.value.raw(), !put.value.is_bytes());
    const Ends ends(put.expiry);
    add_integer(at, ends.at);
    add_integer(after, ends.after);
  }
  Parameters parameters;
  parameters.array(Type::text_array, keys);
  if (!run.puts()) return parameters;
  return std::move(parameters.array(Type::text_array, values)
                       .array(Type::bytes_array, bytes)
                       .array(Type::integer_array, at)
                       .array(Type::integer_array, after));
}

std::optional<std::string> copy_rows_of(const Run& run) {
  if (run.bytes > 2 * large_run_bytes)
    return std::nullopt;  // the server gets time for large values by statement
  CopyRows rows;
  for (const Operation& operation : run.operations) {
    const Put& put = std::get<Put>(operation.action);
    const Ends ends(put.expiry);
    if (ends.after) return std::nullopt;
    rows.begin_row(4);
    rows.add(operation.key);
    if (put.value.is_bytes()) rows.add_null();
    rows.add(put.value.raw());
    if (!put.value.is_bytes()) rows.add_null();
    rows.add(ends.at);
  }
  return rows.finished();
}

}  // namespace objectos::postgres
