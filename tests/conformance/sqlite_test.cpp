// SQLite in particular: the stored form that is shared with the TypeScript plugin, files, locks.
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <optional>
#include <thread>

#include "scratch.hpp"
#include "sqlite/storage_backend.hpp"
#include "storage_suite.hpp"
#include "thrown.hpp"

using namespace objectos;

namespace {

constexpr const char* plugin_schema =
    "CREATE TABLE IF NOT EXISTS storage(key TEXT PRIMARY KEY, value TEXT NOT NULL, expires_at INTEGER)";
constexpr const char* plugin_index = "CREATE INDEX IF NOT EXISTS idx_expires_at ON storage(expires_at)";
constexpr const char* plugin_write = "INSERT OR REPLACE INTO storage(key, value, expires_at) VALUES(?, ?, ?)";

/// A file, our store over it and, beside it, SQLite without us.
struct File {
  Scratch scratch;
  conformance::ManualClock clock;
  sqlite::Options options{.path = scratch.path("storage.db"), .lock_timeout = Millis(30)};

  Storage open() const { return Storage(sqlite::storage(options, clock)); }
  SQLite::Database raw() const {
    return SQLite::Database(options.path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  }
  std::string path(const char* suffix) const { return options.path + suffix; }

  /// The first value that a query gives.
  std::string ask(const std::string& sql) const {
    SQLite::Database database = raw();
    SQLite::Statement statement(database, sql);
    return statement.executeStep() ? statement.getColumn(0).getString() : "(no row)";
  }
  void plugin_set(const char* key, const char* json, std::optional<std::int64_t> ends = {}) const {
    SQLite::Database database = raw();
    database.exec(plugin_schema);
    database.exec(plugin_index);
    SQLite::Statement write(database, plugin_write);
    write.bind(1, key);
    write.bind(2, json);
    if (ends) write.bind(3, *ends);
    write.exec();
  }
};

off_t size_of(const std::string& path) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0 ? info.st_size : -1;
}

}  // namespace

TEST_CASE("rows have exactly the plugin's form", "[sqlite]") {
  const File file;
  Storage store = file.open();
  store.set("plain", Value::string("caf\xC3\xA9 \"x\"\n"));
  store.scoped("scope").set("key", Value::json(" {\"b\" : 1.0} "), {.ttl = Millis(1234)});
  store.set("raw", Value::bytes(std::string("\0\xFF", 2)));
  store.set("empty", Value::bytes(""));
  store.increment("n");
  const auto row = [&file](const std::string& key) {
    return file.ask(
        "SELECT typeof(key) || ' ' || typeof(value) || ' ' || CASE typeof(value) WHEN 'blob' THEN hex(value) "
        "ELSE value END || ' ' || "
        "coalesce(expires_at, 'never') FROM storage WHERE key = '" +
        key + "'");
  };
  CHECK(row("plain") == "text text \"caf\xC3\xA9 \\\"x\\\"\\n\" never");
  CHECK(row("scope:key") == "text text {\"b\":1.0} " + std::to_string(file.clock.now + 1234));
  CHECK(row("raw") == "text blob 00FF never");
  CHECK(row("empty") == "text blob  never");
  CHECK(row("n") == "text text 1 never");
}

TEST_CASE("0 is never written as an expiry: the plugin reads it as never", "[sqlite]") {
  const File file;
  file.open().put("k", Put{.value = Value(), .expiry = Expiry::at(0), .equals = {}});
  CHECK(file.ask("SELECT count(*) FROM storage WHERE expires_at = 0") == "0");
}

TEST_CASE("what the plugin wrote is read", "[sqlite]") {
  const File file;
  file.plugin_set("scope:k", R"({"a":[1,"x"]})");
  file.plugin_set("text", R"("hello")", file.clock.now + 5);
  file.plugin_set("gone", "1", file.clock.now);
  const Storage store = file.open();
  CHECK(store.get("scope:k") == Value::json(R"({"a":[1,"x"]})"));
  CHECK(store.get("text")->text() == "hello");
  CHECK(store.ttl("text").value() == 5);
  CHECK_FALSE(store.has("gone"));
  CHECK(store.keys() == std::vector<std::string>{"scope:k", "text"});
}

TEST_CASE("reading the plugin's file leaves it as it is", "[sqlite]") {
  const File file;
  file.plugin_set("k", "1");
  CHECK(file.open().has("k"));
  CHECK(file.ask("PRAGMA user_version") == "0");
  CHECK_FALSE(file.scratch.exists("storage.db-wal"));
}

TEST_CASE("the first write to the plugin's file makes it ours, and the plugin goes on", "[sqlite]") {
  const File file;
  file.plugin_set("k", "1");
  Storage store = file.open();
  CHECK(store.increment("k").raw() == "2");
  CHECK(file.ask("PRAGMA user_version") == "1");
  CHECK(file.ask("PRAGMA journal_mode") == "wal");
  file.plugin_set("k", "10");
  CHECK(store.increment("k").raw() == "11");
  file.plugin_set("k", "\"by the plugin\"", file.clock.now + 50);
  CHECK(store.get("k")->text() == "by the plugin");
  CHECK(store.ttl("k").value() == 50);
}

TEST_CASE("the plugin may replace rows of a file that we made, and adds no second index", "[sqlite]") {
  const File file;
  Storage store = file.open();
  store.set("k", Value::string("ours"), {.ttl = Millis(1000)});
  file.plugin_set("k", "[\"theirs\"]");
  CHECK(store.get("k")->raw() == "[\"theirs\"]");
  CHECK_FALSE(store.entry("k")->expires_at);
  CHECK_FALSE(
      store.put("k", Put{.value = Value(), .expiry = {}, .condition = Put::If::equals, .equals = "ours"})
          .applied);
  CHECK(file.ask("SELECT count(*) FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL") == "1");
  // Its purge works, and uses the partial index.
  store.set("old", Value(), {.ttl = Millis(10)});
  SQLite::Database plugin = file.raw();
  SQLite::Statement plan(plugin, "EXPLAIN QUERY PLAN DELETE FROM storage WHERE expires_at < ?");
  REQUIRE(plan.executeStep());
  CHECK(plan.getColumn(3).getString().find("idx_expires_at") != std::string::npos);
}

TEST_CASE("a new file carries our schema version", "[sqlite]") {
  const File file;
  file.open().set("k", Value());
  CHECK(file.ask("PRAGMA user_version") == "1");
  CHECK(file.ask("PRAGMA journal_mode") == "wal");
  CHECK(file.ask("PRAGMA integrity_check") == "ok");
  CHECK(file.scratch.entries() <= 3);  // the database, its log, its index of the log; nothing temporary
}

TEST_CASE("a newer schema is refused and left alone", "[sqlite]") {
  const File file;
  file.open().set("k", Value());
  file.raw().exec("PRAGMA user_version = 2");
  Storage store = file.open();
  const std::string refusal =
      "data: " + file.options.path + ": written by a newer objectos (schema 2, this one knows 1)";
  CHECK(thrown([&] { store.get("k"); }) == refusal);
  CHECK(thrown([&] { store.set("k", Value()); }) == refusal);
  CHECK(thrown([&] { store.keys(); }) == refusal);
  CHECK(thrown([&] { store.remove("k"); }) == refusal);
  CHECK(file.ask("PRAGMA user_version") == "2");
}

TEST_CASE("another program's database is refused and left alone", "[sqlite]") {
  const char* sql = GENERATE("CREATE TABLE songs(title)", "CREATE TABLE storage(id, blob)",
                             "CREATE TABLE songs(title); PRAGMA user_version = 1",
                             "CREATE TABLE songs(title); PRAGMA user_version = 99");
  CAPTURE(sql);
  const File file;
  file.raw().exec(sql);
  const std::string before = file.scratch.content("storage.db");
  Storage store = file.open();
  CHECK(thrown_code([&] { store.get("k"); }) == "data");
  CHECK(thrown_code([&] { store.set("k", Value()); }) == "data");
  CHECK(thrown_code([&] { store.keys(); }) == "data");
  CHECK(thrown_code([&] { store.collect(); }) == "data");
  CHECK(file.scratch.content("storage.db") == before);
}

TEST_CASE("what is no database is refused and left alone", "[sqlite]") {
  const File file;
  const std::string content(5000, 'x');
  file.scratch.file("storage.db", content);
  Storage store = file.open();
  CHECK(thrown_code([&] { store.get("k"); }) == "data");
  CHECK(thrown_code([&] { store.set("k", Value()); }) == "data");
  CHECK(file.scratch.content("storage.db") == content);
}

TEST_CASE("a damaged database is data, not a crash", "[sqlite]") {
  const File file;
  {
    Storage store = file.open();
    for (int i = 0; i < 500; ++i) store.set("k" + std::to_string(i), Value::string(std::string(100, 'x')));
    file.raw().exec("PRAGMA wal_checkpoint(TRUNCATE)");
  }
  std::string content = file.scratch.content("storage.db");
  for (std::size_t at = 4096; at < content.size(); ++at) content[at] = static_cast<char>(at * 31);
  file.scratch.file("storage.db", content);
  Storage store = file.open();
  CHECK(thrown_code([&] { store.keys(); }) == "data");
  CHECK(thrown_code([&] { store.get("k250"); }) == "data");
}

TEST_CASE("an empty file is taken as new", "[sqlite]") {
  const File file;
  file.scratch.file("storage.db", "");
  Storage store = file.open();
  CHECK_FALSE(store.has("k"));
  store.set("k", Value());
  CHECK(store.has("k"));
}

TEST_CASE("database files are the owner's alone under any umask", "[sqlite]") {
  const mode_t mask = GENERATE(as<mode_t>{}, 0, 022, 077, 0177, 0777);
  const File file;
  const mode_t before = ::umask(mask);
  Storage store = file.open();
  std::string failure;
  try {
    store.set("k", Value());
  } catch (const Error& error) {
    failure = error.what();
  }
  ::umask(before);
  CHECK(failure.empty());
  for (const char* suffix : {"", "-wal", "-shm"}) {
    CAPTURE(suffix);
    CHECK(Scratch::mode(file.path(suffix)) == 0600);
  }
}

TEST_CASE("reads create nothing", "[sqlite]") {
  const File file;
  Storage store = file.open();
  store.get("k");
  store.keys();
  store.count();
  store.scopes();
  store.ttl("k");
  store.remove("k");
  store.remove_matching(Glob());
  store.collect();
  CHECK(file.scratch.entries() == 0);
}

TEST_CASE("the state directory is made with the first write, for its owner alone", "[sqlite]") {
  File file;
  file.options.path = file.scratch.path("a/b/storage.db");
  file.options.in_state_directory = true;
  Storage store = file.open();
  CHECK_FALSE(store.has("k"));
  CHECK(file.scratch.entries() == 0);
  store.set("k", Value());
  CHECK(Scratch::mode(file.scratch.path("a/b")) == 0700);
  CHECK(Scratch::mode(file.options.path) == 0600);
}

TEST_CASE("a state directory that others can write to is refused", "[sqlite]") {
  File file;
  file.options.in_state_directory = true;
  ::chmod(file.scratch.path().c_str(), 0777);
  Storage store = file.open();
  CHECK(thrown_code([&] { store.get("k"); }) == "denied");
  CHECK(thrown_code([&] { store.set("k", Value()); }) == "denied");
  CHECK(file.scratch.entries() == 0);
}

TEST_CASE("a planted link is not followed when the file is made", "[sqlite]") {
  const File file;
  REQUIRE(::symlink(file.scratch.path("elsewhere").c_str(), file.options.path.c_str()) == 0);
  Storage store = file.open();
  CHECK(thrown_code([&] { store.set("k", Value()); }) == "unavailable");
  CHECK_FALSE(file.scratch.exists("elsewhere"));
}

TEST_CASE("the log stays small over many short processes", "[sqlite]") {
  const File file;
  off_t largest = 0;
  for (int i = 0; i < 400; ++i) {
    file.open().set("k" + std::to_string(i), Value::number(std::int64_t{i}));
    largest = std::max(largest, size_of(file.path("-wal")));
  }
  CHECK(largest > 0);
  CHECK(largest < 1'000'000);  // about a hundred pages, not four hundred writes' worth
  CHECK(file.open().count() == 400);
}

TEST_CASE("collect empties the log and gives pages back", "[sqlite]") {
  File file;
  Storage store = file.open();
  for (int i = 0; i < 50; ++i)
    store.set("k" + std::to_string(i), Value::bytes(std::string(10'000, 'x')), {.ttl = Millis(10)});
  file.clock.now += 10;
  CHECK(store.collect() == 50);
  CHECK(size_of(file.path("-wal")) == 0);
  CHECK(size_of(file.options.path) < 100'000);
}

TEST_CASE("a lock held by another program is waited for, then it is unavailable", "[sqlite]") {
  const File file;
  Storage store = file.open();
  store.set("k", Value::string("before"));
  SQLite::Database other = file.raw();
  {
    const SQLite::Transaction held(other, SQLite::TransactionBehavior::IMMEDIATE);
    const auto began = std::chrono::steady_clock::now();
    CHECK(thrown([&] { store.set("k", Value()); }) ==
          "unavailable: " + file.options.path + ": another program holds a lock on the database");
    CHECK(std::chrono::steady_clock::now() - began + Millis(1) >=
          file.options.lock_timeout);  // counted in whole ones
    CHECK(thrown_code([&] { store.increment("n"); }) == "unavailable");
    CHECK(thrown_code([&] { store.remove("k"); }) == "unavailable");
    CHECK(thrown_code([&] { store.backend().begin(Access::write); }) == "unavailable");
    CHECK(thrown_code([&] { store.clear(); }) == "unavailable");
    CHECK(store.get("k")->text() == "before");  // readers do not wait
  }
  store.set("k", Value::string("after"));
  CHECK(store.get("k")->text() == "after");
}

TEST_CASE("a lock that goes away in time is no error", "[sqlite]") {
  File file;
  file.options.lock_timeout = std::chrono::minutes(1);
  Storage store = file.open();
  store.set("k", Value());
  SQLite::Database other = file.raw();
  std::optional<SQLite::Transaction> held(std::in_place, other, SQLite::TransactionBehavior::IMMEDIATE);
  std::atomic<bool> begun{false};
  std::string failure;
  std::thread writer([&] {
    begun = true;
    failure = thrown([&] { store.set("k", Value::string("after")); });
  });
  while (!begun) std::this_thread::yield();
  held.reset();
  writer.join();
  CHECK(failure == "nothing");
  CHECK(store.get("k")->text() == "after");
}

TEST_CASE("a value that is no JSON names its key", "[sqlite]") {
  const File file;
  file.plugin_set("good", "1");
  file.plugin_set("scope:bad", "{\"a\":");
  Storage store = file.open();
  const std::string expected =
      "data: " + file.options.path + ": scope:bad: value:1:6: a JSON value is expected, the text ends here";
  CHECK(thrown([&] { store.get("scope:bad"); }) == expected);
  CHECK(thrown([&] { store.scoped("scope").get("bad"); }) == expected);
  CHECK(thrown([&] { store.each({Glob(), {}, true}, [](const Entry&) { return true; }); }) == expected);
  CHECK(thrown_code([&] { store.increment("scope:bad"); }) == "data");
  CHECK(store.get("good")->raw() == "1");
  // It can be listed, replaced and removed all the same.
  CHECK(store.keys() == std::vector<std::string>{"good", "scope:bad"});
  store.set("scope:bad", Value::string("mended"));
  CHECK(store.get("scope:bad")->text() == "mended");
}

TEST_CASE("JSON with blanks from another program reads as what it means", "[sqlite]") {
  const File file;
  file.plugin_set("s", " \"text\" \n");
  file.plugin_set("n", "\t41 ");
  file.plugin_set("o", "{\n  \"a\": 1\n}\n");
  Storage store = file.open();
  CHECK(store.get("s")->text() == "text");
  CHECK(store.increment("n").raw() == "42");
  std::string line;
  append_export_line(line, *store.entry("o"));
  CHECK(line == R"({"key":"o","value":{"a":1}})");  // one line
  CHECK(store.put("s", Put{.value = Value(), .expiry = {}, .condition = Put::If::equals, .equals = "text"})
            .applied);
}

TEST_CASE("rows that are none of ours are passed over", "[sqlite]") {
  const File file;
  Storage store = file.open();
  store.set("k", Value());
  file.raw().exec("INSERT INTO storage(key, value) VALUES(x'6162', '1'), (NULL, '1')");
  CHECK(store.keys() == std::vector<std::string>{"k"});
  CHECK_FALSE(store.has("ab"));
}

TEST_CASE("columns that a later version adds do no harm", "[sqlite]") {
  const File file;
  Storage store = file.open();
  store.set("k", Value::string("v"));
  file.raw().exec("ALTER TABLE storage ADD COLUMN version INTEGER NOT NULL DEFAULT 0");
  store.set("k", Value::string("w"));
  CHECK(store.increment("n").raw() == "1");
  CHECK(store.get("k")->text() == "w");
}

TEST_CASE("durability full syncs every commit, normal does not", "[sqlite]") {
  File file;
  file.options.durable = GENERATE(true, false);
  sqlite::Connection connection(file.options, sqlite::storage_schema);
  connection.open_for_writing();
  const auto statement = connection.prepare("PRAGMA synchronous");
  REQUIRE(statement->executeStep());
  CHECK(statement->getColumn(0).getInt() == (file.options.durable ? 2 : 1));
}

TEST_CASE("an expiry of 0 is never, as it is for the plugin", "[sqlite]") {
  const File file;
  Storage store = file.open();
  store.set("other", Value());
  file.raw().exec("INSERT INTO storage(key, value, expires_at) VALUES('k', '1', 0)");
  REQUIRE(store.entry("k"));
  CHECK_FALSE(store.entry("k")->expires_at);
  CHECK(store.keys() == std::vector<std::string>{"k", "other"});
  CHECK(store.collect() == 0);
  CHECK(store.has("k"));
}
