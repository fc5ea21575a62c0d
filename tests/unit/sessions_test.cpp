// What sessions refuse, count and survive; their behaviour on stores is in tests/conformance.
#include "objectos/sessions.hpp"

#include <atomic>
#include <set>
#include <thread>

#include "catch.hpp"
#include "objectos/kernel.hpp"
#include "scratch.hpp"
#include "thrown.hpp"

using namespace objectos;

TEST_CASE("sessions: an id is 160 bits from the system, never the same") {
  Sessions sessions{Storage(memory_storage())};
  std::set<std::string> ids;
  std::size_t bits[16] = {};
  for (int i = 0; i < 500; ++i) {
    const std::string id = sessions.create("u" + std::to_string(i)).id;
    REQUIRE(Sessions::is_id(id));
    for (const char c : id) ++bits[c <= '9' ? c - '0' : c - 'a' + 10];
    ids.insert(id);
  }
  CHECK(ids.size() == 500);
  for (const std::size_t n : bits) CHECK(n > 1000);  // of 20,000 digits, 1,250 expected
}

TEST_CASE("sessions: what is no id is said so") {
  Sessions sessions{Storage(memory_storage())};
  const std::string good(Sessions::id_size, 'a');
  for (const std::string& bad :
       {std::string(), std::string("x"), good + "a", good.substr(1), "A" + good.substr(1),
        "/" + good.substr(1), std::string(Sessions::id_size, '\n')}) {
    INFO(bad);
    CHECK_FALSE(Sessions::is_id(bad));
    CHECK(thrown([&] { sessions.get(bad); }) == "usage: this is no session id");
    CHECK(thrown_code([&] { sessions.set(bad, Value()); }) == "usage");
    CHECK(thrown_code([&] { sessions.destroy(bad); }) == "usage");
  }
  CHECK_FALSE(sessions.get(good));
}

TEST_CASE("sessions: bad users, data and TTLs leave nothing") {
  Storage storage(memory_storage());
  Sessions sessions(storage);
  CHECK(thrown_code([&] { sessions.create(""); }) == "usage");
  CHECK(thrown_code([&] { sessions.create("a\nb"); }) == "usage");
  CHECK(thrown_code([&] { sessions.create(std::string(1100, 'x')); }) == "usage");
  CHECK(thrown_code([&] { sessions.create("a", Value::bytes("x")); }) == "usage");
  CHECK(thrown_code([&] { sessions.create("a", Value(), Millis(0)); }) == "usage");
  CHECK(thrown_code([&] { sessions.create("a", Value(), Millis(max_time_ms)); }) == "usage");
  CHECK(storage.count() == 0);
}

TEST_CASE("sessions: scopes keep them apart") {
  const Storage storage(memory_storage());
  Sessions outer(storage), inner(storage, {.scope = "app"});
  const std::string id = inner.create("alice").id;
  CHECK(inner.get(id));
  CHECK_FALSE(outer.get(id));
  CHECK(outer.list("alice").empty());
  CHECK(outer.revoke("alice") == 0);
  std::size_t seen = 0;
  outer.each([&seen](const Session&) { return ++seen > 0; });
  CHECK(seen == 0);
  CHECK(inner.revoke("alice") == 1);
}

TEST_CASE("sessions: a record that somebody broke is an error, and can be destroyed") {
  Storage storage(memory_storage());
  Sessions sessions(storage);
  for (const auto* text :
       {"{}", "[]", "1", R"({"user":"a","data":{},"created_at":1})",
        R"({"user":"a","data":{},"created_at":-1,"last_access":1,"ttl":1,"listed_until":1})",
        R"({"user":"a","data":{},"created_at":1e3,"last_access":1,"ttl":1,"listed_until":1})",
        R"({"user":1,"data":{},"created_at":1,"last_access":1,"ttl":1,"listed_until":1})"}) {
    const std::string id = sessions.create("alice").id;
    storage.set("sessions:id/" + id, Value::json(text));
    INFO(text);
    CHECK(thrown([&] { sessions.get(id); }) == "data: what is stored there is no session");
    CHECK(thrown_code([&] { sessions.list("alice"); }) == "data");
    CHECK(sessions.destroy(id));
    CHECK_FALSE(sessions.get(id));
  }
}

TEST_CASE("sessions: large data, and data that is nested deep") {
  Sessions sessions{Storage(memory_storage())};
  const std::string large = '"' + std::string(2'000'000, 'x') + '"';
  const std::string id = sessions.create("alice", Value::json(large)).id;
  CHECK(sessions.get(id)->data.raw() == large);
  const std::string deep = std::string(1000, '[') + std::string(1000, ']');
  CHECK(sessions.set(id, Value::json(deep)));
  CHECK(sessions.get(id)->data.raw() == deep);
}

TEST_CASE("sessions: a plugin, with a cache and metrics where they are") {
  Config config;
  config.set("storage.backend", "memory");
  config.set("metrics.backend", "memory");
  config.set("cache.backend", "memory");
  ObjectOS os(config);
  os.register_plugin(std::make_unique<SessionsPlugin>());
  os.register_plugin(std::make_unique<StoragePlugin>());
  os.register_plugin(std::make_unique<MetricsPlugin>());
  os.register_plugin(std::make_unique<CachePlugin>());
  os.start();
  const auto sessions = os.get_service<Sessions>("sessions");
  const std::string id = sessions->create("alice").id;
  sessions->create("alice");
  sessions->create("bob");
  sessions->destroy(id);
  sessions->destroy(id);
  sessions->revoke("alice");
  const auto metrics = os.get_service<Metrics>("metrics");
  CHECK(metrics->increment_counter("sessions.created", 0) == 3);
  CHECK(metrics->increment_counter("sessions.destroyed", 0) == 2);
  const std::string other = sessions->create("alice").id;
  for (int i = 0; i < 3; ++i) CHECK(sessions->get(other));
  CHECK(metrics->increment_counter("sessions.cache.miss", 0) == 1);
  CHECK(metrics->increment_counter("sessions.cache.hit", 0) == 2);
}

namespace {

struct MovableClock final : Clock {
  std::int64_t now_ms() const override { return now; }
  std::atomic<std::int64_t> now{1'700'000'000'000};
};
constexpr std::int64_t hour = 3'600'000;

}  // namespace

TEST_CASE("sessions with a cache: a use that it answers costs the store nothing, and shortens nothing") {
  MovableClock clock;
  const Storage storage(memory_storage(0, clock));
  const Cache cache(memory_cache({}, clock));
  const auto metrics = std::make_shared<Metrics>(memory_metrics());
  Sessions sessions(storage);
  sessions.use(cache);
  sessions.use(metrics);
  const auto counted = [&](std::string_view name) { return metrics->increment_counter(name, 0); };
  const std::string id = sessions.create("alice").id;
  const std::int64_t first = sessions.get(id)->last_access;
  clock.now += hour - 1;
  CHECK(sessions.get(id)->last_access == first);
  CHECK(counted("sessions.cache.hit") == 1);
  CHECK(counted("sessions.cache.miss") == 1);
  // 24 hours after the last use, which the store has not heard of, it is still there.
  clock.now += 24 * hour - 1;
  CHECK(sessions.get(id)->last_access == clock.now);
  CHECK(counted("sessions.cache.miss") == 2);
  clock.now += 25 * hour;
  CHECK_FALSE(sessions.get(id));
  CHECK(cache.count() == 0);
}

TEST_CASE("sessions with a cache: what is changed or ended anywhere is so at once") {
  MovableClock clock;
  const Storage storage(memory_storage(0, clock));
  const Cache cache(memory_cache({}, clock));
  Sessions one(storage), two(storage);
  one.use(cache);
  two.use(cache);
  const std::string id = one.create("alice").id, other = one.create("alice").id;
  for (const std::string& session : {id, other}) CHECK(one.get(session));
  CHECK(two.set(id, Value::json("[1]")));
  CHECK(one.get(id)->data.raw() == "[1]");
  CHECK(one.get(id)->data.raw() == "[1]");
  CHECK(two.destroy(id));
  CHECK_FALSE(one.get(id));
  CHECK(one.get(other));
  CHECK(two.revoke("alice") == 1);
  CHECK_FALSE(one.get(other));
  CHECK(cache.count() == 0);
}

TEST_CASE("sessions with a cache: a destroyed session does not come back from it") {
  const Storage storage(memory_storage());
  const Cache cache(memory_cache());
  for (int round = 0; round < 50; ++round) {
    Sessions sessions(storage);
    sessions.use(cache);
    const std::string id = sessions.create("alice").id;
    std::atomic<bool> done{false};
    std::vector<std::thread> readers;
    for (int i = 0; i < 3; ++i) {
      readers.emplace_back([&] {
        Sessions mine(storage);
        mine.use(cache);
        while (!done) mine.get(id);
      });
    }
    CHECK(sessions.destroy(id));
    done = true;
    for (std::thread& reader : readers) reader.join();
    CHECK_FALSE(sessions.get(id));
  }
}

TEST_CASE("sessions: a user whose name looks like a scope is not in it") {
  const Storage storage(memory_storage());
  Sessions all(storage), app(storage, {.scope = "app"});
  const std::string outside = all.create("app:bob").id, inside = app.create("bob").id;
  CHECK(all.list("app:bob").size() == 1);
  CHECK(app.list("bob").size() == 1);
  CHECK(all.revoke("app:bob") == 1);
  CHECK_FALSE(all.get(outside));
  CHECK(app.get(inside));
}
