// Several threads on one instance, several instances on one store.
#include <atomic>
#include <latch>
#include <thread>

#include "storage_suite_parts.hpp"

namespace conformance {
namespace {

constexpr int thread_count = 8;

/// Runs `body(i)` on eight threads that begin together.
template <class Body>
void together(Body body) {
  std::latch begin(thread_count);
  std::vector<std::thread> threads;
  for (int i = 0; i < thread_count; ++i) {
    threads.emplace_back([&begin, &body, i] {
      begin.arrive_and_wait();
      body(i);
    });
  }
  for (std::thread& thread : threads) thread.join();
}

void no_increment_is_lost_between_threads(StoreFixture& fixture) {
  const auto store = fixture.open();
  together([&](int) {
    for (int i = 0; i < 100; ++i) store->increment("n");
  });
  CHECK(text_of(*store, "n") == "800");
}

void one_of_many_creates_a_key(StoreFixture& fixture) {
  const auto store = fixture.open();
  std::atomic<int> created{0};
  together([&](int i) {
    for (int key = 0; key < 20; ++key) {
      created +=
          store->put("k" + std::to_string(key), put_if(Put::If::absent, Value::number(std::int64_t{i})))
              .applied;
    }
  });
  CHECK(created == 20);
  CHECK(store->count() == 20);
}

void compare_and_set_by_text_loses_nothing(StoreFixture& fixture) {
  const auto store = fixture.open();
  store->set("n", str("0"));
  together([&](int) {
    for (int i = 0; i < 20; ++i) {
      for (;;) {
        const std::string present = store->get("n")->text();
        if (store->put("n", put_if(Put::If::equals, str(std::to_string(std::stoi(present) + 1)), present))
                .applied)
          break;
      }
    }
  });
  CHECK(text_of(*store, "n") == "160");
}

void every_member_may_be_called_from_any_thread(StoreFixture& fixture) {
  const auto store = fixture.open();
  std::atomic<int> wrong{0};
  together([&](int i) {
    const std::string own = "own" + std::to_string(i);
    Storage scope = store->scoped("scope");
    for (int round = 0; round < 20; ++round) {
      store->set(own, str(own), {.ttl = Millis(60'000)});
      wrong += store->get(own) != str(own);
      store->set("shared", str(own));
      store->keys(Glob("own*"));
      scope.increment(own);
      scope.count();
      store->ttl(own);
      store->persist(own);
      store->scopes();
      const auto group = store->backend().begin(round % 2 ? Access::write : Access::read);
      wrong += store->get(own) != str(own);
      group->commit();
    }
  });
  CHECK(wrong == 0);
  CHECK(store->scoped("scope").count() == thread_count);
}

void a_group_keeps_other_threads_out(StoreFixture& fixture) {
  const auto store = fixture.open();
  together([&](int) {
    for (int i = 0; i < 10; ++i) {
      const auto group = store->backend().begin(Access::atomic);
      const auto present = store->get("n");
      store->set("n", Value::number(std::int64_t{present ? std::stoll(present->text()) : 0} + 1));
      group->commit();
    }
  });
  CHECK(text_of(*store, "n") == "80");
}

void instances_see_each_other(StoreFixture& fixture) {
  const auto one = fixture.open(), two = fixture.open();
  CHECK_FALSE(two->has("k"));  // looked before there was anything
  one->set("k", str("v"));
  CHECK(text_of(*two, "k") == "v");
  two->increment("n");
  CHECK(one->increment("n").raw() == "2");
  CHECK(two->remove("k"));
  CHECK_FALSE(one->has("k"));
  CHECK(one->clear() == 1);
  CHECK(two->keys().empty());
}

void no_increment_is_lost_between_instances(StoreFixture& fixture) {
  // Nothing is there yet: all of them also create the store at once.
  std::vector<std::shared_ptr<Storage>> stores;
  for (int i = 0; i < thread_count; ++i) stores.push_back(fixture.open());
  std::atomic<int> failed{0};
  together([&](int i) {
    try {
      for (int n = 0; n < 25; ++n) stores[static_cast<std::size_t>(i)]->increment("n");
    } catch (const objectos::Error& error) {
      if (failed++ == 0) fprintf(stderr, "%s\n", error.what());
    }
  });
  CHECK(failed == 0);
  CHECK(text_of(*stores[0], "n") == "200");
}

}  // namespace

std::vector<StorageCase> sharing_cases() {
  return {STORAGE_CASE(no_increment_is_lost_between_threads),
          STORAGE_CASE(one_of_many_creates_a_key),
          STORAGE_CASE(compare_and_set_by_text_loses_nothing),
          STORAGE_CASE(every_member_may_be_called_from_any_thread),
          STORAGE_CASE(a_group_keeps_other_threads_out, .transactional = true),
          STORAGE_CASE(instances_see_each_other, .shared = true),
          STORAGE_CASE(no_increment_is_lost_between_instances, .shared = true)};
}

}  // namespace conformance
