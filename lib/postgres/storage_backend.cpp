#include "postgres/storage_backend.hpp"

#include "postgres/postgres_storage.hpp"
#include "postgres/statements.hpp"
#include "storage/step.hpp"

namespace objectos::postgres {
void add_value(Parameters& parameters, const Value& value) {
  if (value.is_bytes()) {
    parameters.null(Type::text).bytes(value.raw());
  } else {
    parameters.text(value.raw()).null(Type::bytes);
  }
}

Ends::Ends(const Expiry& expiry) {
  const auto instant = expires_at(expiry, nullptr, Clock::system().now_ms());
  if (expiry.kind == Expiry::Kind::after) {
    after = expiry.ms;
  } else {
    at = instant;
  }
}

const Statement* direct_statement(const Put& put) {
  if (put.want_previous || put.expiry.kind == Expiry::Kind::keep) return nullptr;
  switch (put.condition) {
    case Put::If::always: return &statements::put;
    case Put::If::absent: return &statements::put_absent;
    case Put::If::present: return &statements::put_present;
    case Put::If::equals: break;
  }
  return nullptr;
}

Entry PostgresStorage::entry_of(std::string_view key, const Result& result, int row, int column) const {
  Entry entry{std::string(key), Value(), result.maybe_integer(row, column + 2)};
  if (!result.is_null(row, column + 1)) {
    entry.value = Value::bytes(std::string(result.field(row, column + 1)));
    return entry;
  }
  // Other programs write this table too.
  try {
    entry.value = Value::stored(std::string(result.field(row, column)), {"value", 1});
  } catch (const Error& error) {
    throw error.at(key).at(connection_->place());
  }
  return entry;
}

std::optional<Entry> PostgresStorage::get(std::string_view key, Read what) {
  const std::lock_guard lock(mutex_);
  told_ms_.reset();
  return without_table([&]() -> std::optional<Entry> {
    const auto results = run(Effect::none, [&](Connection& server) {
      server.add(what.value ? statements::find : statements::find_head, Parameters().text(key));
    });
    const Result& found = results[0];
    if (found.rows() == 0) return std::nullopt;
    told_ms_ = found.integer(0, 3);
    if (what.value) return entry_of(key, found, 0, 0);
    return Entry{std::string(key), Value(), found.maybe_integer(0, 2)};
  });
}

bool PostgresStorage::erase(std::string_view key) {
  const std::lock_guard lock(mutex_);
  told_ms_.reset();
  return without_table([&] {
    const auto results = run(
        Effect::change, [&](Connection& server) { server.add(statements::erase, Parameters().text(key)); });
    return results[0].rows() > 0 && results[0].boolean(0, 0);
  });
}

Outcome PostgresStorage::apply(std::string_view key, const Step& step) {
  const std::lock_guard lock(mutex_);
  told_ms_.reset();
  if (const auto* fenced = std::get_if<FencedPut>(&step)) return put_fenced(*this, key, *fenced, fence_mark(key));
  const Put* put = std::get_if<Put>(&step);
  const Statement* direct = put ? direct_statement(*put) : nullptr;
  const auto work = [&] { return direct ? put_directly(*direct, key, *put) : read_and_write(key, step); };
  return changes_only(step) ? without_table(work) : with_table(work);
}

Outcome PostgresStorage::put_directly(const Statement& statement, std::string_view key, const Put& put) {
  const Ends ends(put.expiry);
  const auto results = run(Effect::change, [&](Connection& server) {
    Parameters parameters;
    parameters.text(key);
    add_value(parameters, put.value);
    parameters.integer(ends.at).integer(ends.after);
    server.add(statement, parameters);
  });
  return {results[0].written() > 0, {}, {}, {}};
}

Outcome PostgresStorage::read_and_write(std::string_view key, const Step& step) {
  for (;;) {
    OwnTransaction transaction(*this);
    const Locked locked = lock_row(key);
    Evaluation result = evaluate(step, key, locked.current ? &*locked.current : nullptr, locked.now_ms);
    if (!result.entry) return std::move(result.outcome);
    const bool written = write_row(key, locked, &*result.entry);
    transaction.ended();
    if (written) return std::move(result.outcome);
  }
}

bool PostgresStorage::compare_and_set(std::string_view key, const Entry* expected, const Entry* desired) {
  const std::lock_guard lock(mutex_);
  told_ms_.reset();
  const auto work = [&] { return compare_and_write(key, expected, desired); };
  if (expected) return without_table(work);
  if (!desired) return !get(key, Read{.value = false, .expiry = false});
  return with_table(work);
}

bool PostgresStorage::compare_and_write(std::string_view key, const Entry* expected, const Entry* desired) {
  OwnTransaction transaction(*this);
  const Locked locked = lock_row(key);
  const auto& current = locked.current;
  const bool equal =
      expected ? current && current->value == expected->value && current->expires_at == expected->expires_at
               : !current;
  if (!equal) return false;
  const bool written = write_row(key, locked, desired);
  transaction.ended();
  return written;
}

PostgresStorage::Locked PostgresStorage::lock_row(std::string_view key) {
  const bool begins = !has_group();
  const auto results = run(Effect::none, [&](Connection& server) {
    if (begins) server.add(statements::begin);
    server.add(statements::now);
    server.add(statements::lock_row, Parameters().text(key));
  });
  Locked locked;
  locked.now_ms = results[begins ? 1 : 0].integer(0, 0);
  const Result& row = results[begins ? 2 : 1];
  locked.is_there = row.rows() > 0;
  if (locked.is_there && row.boolean(0, 3)) locked.current = entry_of(key, row, 0, 0);
  return locked;
}

bool PostgresStorage::write_row(std::string_view key, const Locked& locked, const Entry* entry) {
  const bool commits = !has_group();
  const auto results = run_in_transaction(commits, [&](Connection& server) {
    Parameters parameters;
    parameters.text(key);
    if (entry) {
      add_value(parameters, entry->value);
      parameters.integer(entry->expires_at);
      server.add(locked.is_there ? statements::update : statements::insert, parameters);
    } else {
      server.add(statements::erase, parameters);
    }
    if (commits) server.add(statements::commit);
  });
  return !entry || results[0].written() > 0;
}

std::size_t PostgresStorage::collect() {
  const std::lock_guard lock(mutex_);
  told_ms_.reset();
  return without_table([&] {
    for (std::size_t all = 0;;) {
      const std::size_t some =
          run(Effect::change, [](Connection& server) { server.add(statements::collect); })[0].written();
      all += some;
      if (some == 0) return all;
    }
  });
}

std::shared_ptr<StorageBackend> storage(ServerOptions options) {
  return std::make_shared<PostgresStorage>(std::move(options));
}

}  // namespace objectos::postgres
