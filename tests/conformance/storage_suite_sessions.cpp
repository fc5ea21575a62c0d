// Sessions over every store.
#include <algorithm>
#include <atomic>
#include <latch>
#include <thread>

#include "objectos/sessions.hpp"
#include "storage_suite_parts.hpp"

namespace conformance {
namespace {

using objectos::Session;
using objectos::Sessions;

constexpr std::int64_t hour = 3'600'000;

std::vector<std::string> ids_of(const std::vector<Session>& sessions) {
  std::vector<std::string> ids;
  for (const Session& session : sessions) ids.push_back(session.id);
  return ids;
}

std::size_t count(const Sessions& sessions) {
  std::size_t n = 0;
  sessions.each([&n](const Session&) { return ++n > 0; });
  return n;
}

void sessions_begin_and_end(StoreFixture& fixture) {
  const auto store = fixture.open();
  Sessions sessions(*store);
  const Session made = sessions.create("alice", Value::json(R"({"cart": [1.50]})"));
  CHECK(Sessions::is_id(made.id));
  CHECK(made.user == "alice");
  const auto got = sessions.get(made.id);
  REQUIRE(got);
  CHECK(got->id == made.id);
  CHECK(got->user == "alice");
  CHECK(got->data.raw() == R"({"cart":[1.50]})");
  CHECK(got->created_at == made.created_at);
  CHECK(got->last_access >= made.created_at);
  CHECK(sessions.set(made.id, Value::json("[2]")));
  CHECK(sessions.get(made.id)->data.raw() == "[2]");
  CHECK(ids_of(sessions.list("alice")) == Keys{made.id});
  CHECK(count(sessions) == 1);
  CHECK(store->clear() == 0);  // its scope is not cleared with the rest

  CHECK(sessions.destroy(made.id));
  CHECK_FALSE(sessions.destroy(made.id));
  CHECK_FALSE(sessions.get(made.id));
  CHECK_FALSE(sessions.set(made.id, Value::json("[3]")));
  CHECK(sessions.list("alice").empty());
  CHECK(count(sessions) == 0);
  CHECK_FALSE(sessions.get(std::string(Sessions::id_size, '0')));  // forged
}

void sessions_live_as_long_as_they_are_used(StoreFixture& fixture) {
  Sessions sessions(*fixture.open());
  const Session used = sessions.create("alice"), idle = sessions.create("alice");
  const Session quick = sessions.create("alice", Value::json("{}"), Millis(hour));
  for (int day = 0; day < 10; ++day) {
    fixture.clock.now += 20 * hour;
    const auto got = sessions.get(used.id);
    REQUIRE(got);
    CHECK(got->last_access == fixture.clock.now);
    CHECK(got->created_at == used.created_at);
    // However long it lives, its user can find and revoke it.
    const auto listed = ids_of(sessions.list("alice"));
    CHECK(std::find(listed.begin(), listed.end(), used.id) != listed.end());
    CHECK(listed.size() == (day == 0 ? 2u : 1u));  // quick has ended; idle does on the second day
  }
  CHECK_FALSE(sessions.get(idle.id));
  CHECK_FALSE(sessions.get(quick.id));
  fixture.clock.now += 24 * hour + fixture.grace_ms;
  CHECK_FALSE(sessions.get(used.id));
  CHECK(sessions.list("alice").empty());
  CHECK(sessions.revoke("alice") == 0);
}

void sessions_leave_nothing_behind(StoreFixture& fixture) {
  const auto store = fixture.open();
  Sessions sessions(*store);
  for (int i = 0; i < 5; ++i) sessions.create("alice");
  fixture.clock.now += 49 * hour;
  CHECK(store->count() == 0);
  const Session one = sessions.create("bob");
  sessions.destroy(one.id);
  sessions.create("carol");
  CHECK(sessions.revoke("carol") == 1);
  fixture.clock.now += 10;
  CHECK(store->count() == 0);
}

void sessions_are_listed_and_revoked_by_user(StoreFixture& fixture) {
  Sessions sessions(*fixture.open());
  std::vector<std::string> alices;
  for (int i = 0; i < 20; ++i) {
    alices.push_back(sessions.create("alice").id);
    sessions.create("al");
    sessions.create("alice/2:*");
  }
  std::sort(alices.begin(), alices.end());
  CHECK(ids_of(sessions.list("alice")) == alices);
  CHECK(sessions.list("alice/2:*").size() == 20);
  CHECK(sessions.list("nobody").empty());
  CHECK(count(sessions) == 60);
  CHECK(sessions.revoke("alice") == 20);
  CHECK(sessions.revoke("alice") == 0);
  CHECK(count(sessions) == 40);
  for (const std::string& id : alices) CHECK_FALSE(sessions.get(id));
  CHECK(sessions.list("al").size() == 20);
}

void sessions_of_one_user_made_at_once_are_all_listed(StoreFixture& fixture) {
  std::vector<std::shared_ptr<Storage>> stores;
  for (int i = 0; i < 4; ++i) stores.push_back(fixture.open());
  std::atomic<int> failed{0};
  std::vector<std::thread> threads;
  for (const auto& store : stores) {
    threads.emplace_back([&failed, store] {
      try {
        Sessions sessions(*store);
        for (int n = 0; n < 10; ++n) {
          const std::string id = sessions.create("alice").id;
          if (n % 2) failed += !sessions.destroy(id);
        }
      } catch (const objectos::Error& error) {
        if (failed++ == 0) fprintf(stderr, "%s\n", error.what());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(failed == 0);
  CHECK(Sessions(*stores[0]).list("alice").size() == 20);
}

void a_destroyed_session_never_comes_back(StoreFixture& fixture) {
  std::vector<std::shared_ptr<Storage>> stores;
  for (int i = 0; i < 4; ++i) stores.push_back(fixture.open());
  Sessions first(*stores[0]);
  for (int round = 0; round < 10; ++round) {
    const std::string id = first.create("alice").id;
    std::atomic<bool> is_gone{false};
    std::atomic<int> wrong{0};
    std::latch begin(4);
    std::vector<std::thread> threads;
    for (std::size_t i = 1; i < stores.size(); ++i) {
      threads.emplace_back([&, i] {
        Sessions sessions(*stores[i]);
        begin.arrive_and_wait();
        for (bool seen = true; seen;) {
          const bool was_gone = is_gone;
          seen = i == 1 ? sessions.set(id, Value::json("[1]")) : sessions.get(id).has_value();
          wrong += was_gone && seen;
        }
      });
    }
    begin.arrive_and_wait();
    CHECK((round % 2 ? first.destroy(id) : first.revoke("alice") == 1));
    is_gone = true;
    for (std::thread& thread : threads) thread.join();
    CHECK(wrong == 0);
    CHECK_FALSE(first.get(id));
    CHECK(first.list("alice").empty());
  }
}

void a_revocation_while_sessions_begin_leaves_none_that_is_not_listed(StoreFixture& fixture) {
  const auto one = fixture.open(), two = fixture.open();
  Sessions creator(*one), revoker(*two);
  std::atomic<bool> done{false};
  std::thread revoking([&] {
    while (!done) revoker.revoke("alice");
  });
  for (int i = 0; i < 30; ++i) creator.create("alice");
  done = true;
  revoking.join();
  const std::size_t listed = creator.list("alice").size();
  CHECK(count(creator) == listed);
  CHECK(creator.revoke("alice") == listed);
  CHECK(count(creator) == 0);
}

}  // namespace

std::vector<StorageCase> session_cases() {
  return {STORAGE_CASE(sessions_begin_and_end),
          STORAGE_CASE(sessions_live_as_long_as_they_are_used, .injected_clock = true),
          STORAGE_CASE(sessions_leave_nothing_behind, .injected_clock = true),
          STORAGE_CASE(sessions_are_listed_and_revoked_by_user),
          STORAGE_CASE(sessions_of_one_user_made_at_once_are_all_listed, .shared = true),
          STORAGE_CASE(a_destroyed_session_never_comes_back, .shared = true),
          STORAGE_CASE(a_revocation_while_sessions_begin_leaves_none_that_is_not_listed, .shared = true)};
}

}  // namespace conformance
