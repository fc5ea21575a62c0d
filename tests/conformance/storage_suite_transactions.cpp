// Groups of operations: all of them or none, and no trace of what was rolled back.
#include <stdexcept>

#include "storage_suite_parts.hpp"

namespace conformance {
namespace {

/// A store with something of each kind, to see whether a rollback brings all of it back.
std::shared_ptr<Storage> furnished(StoreFixture& fixture) {
  auto store = fixture.open();
  store->set("string", str("v"));
  store->set("number", Value::number(std::int64_t{1}));
  store->set("bytes", Value::bytes(std::string("\0\xFF", 2)), {.ttl = Millis(60'000)});
  return store;
}

void disturb(Storage& store) {
  store.set("new", str("x"));
  store.set("string", str("changed"), {.ttl = Millis(1000)});
  store.increment("number");
  store.increment("counter");
  store.persist("bytes");
  store.expire("number", Millis(5000));
  store.remove("bytes");
  store.put("string", put_if(Put::If::present, str("again")));
  store.remove("new");
  store.remove_matching(Glob("n*"));
}

void compare_and_set_wants_the_same_entry(StoreFixture& fixture) {
  const auto store = fixture.open();
  auto& backend = store->backend();
  const objectos::Entry first{"k", str("1"), {}};
  const objectos::Entry second{"k", str("2"), {}};
  CHECK(backend.compare_and_set("k", nullptr, &first));
  CHECK_FALSE(backend.compare_and_set("k", nullptr, &second));
  CHECK_FALSE(backend.compare_and_set("k", &second, &first));
  CHECK(text_of(*store, "k") == "1");
  CHECK(backend.compare_and_set("k", &first, &second));
  CHECK(text_of(*store, "k") == "2");
  CHECK_FALSE(backend.compare_and_set("k", &first, nullptr));
  CHECK(backend.compare_and_set("k", &second, nullptr));
  CHECK_FALSE(store->has("k"));
}

void a_committed_group_stays(StoreFixture& fixture) {
  const auto store = fixture.open();
  {
    const auto group = store->backend().begin(Access::write);
    store->set("a", str("1"));
    CHECK(text_of(*store, "a") == "1");  // its own writes are seen
    CHECK(store->keys() == Keys{"a"});
    store->increment("n");
    group->commit();
  }
  CHECK(store->keys() == Keys{"a", "n"});
}

void a_group_without_commit_leaves_no_trace(StoreFixture& fixture) {
  const auto store = furnished(fixture);
  const auto before = contents(*store);
  {
    const auto group = store->backend().begin(Access::atomic);
    disturb(*store);
    CHECK(contents(*store) != before);
  }
  CHECK(contents(*store) == before);
}

void an_exception_rolls_back(StoreFixture& fixture) {
  const auto store = furnished(fixture);
  const auto before = contents(*store);
  const auto fail = [&] {
    const auto group = store->backend().begin(Access::atomic);
    disturb(*store);
    throw std::runtime_error("half-way");
  };
  CHECK_THROWS_AS(fail(), std::runtime_error);
  CHECK(contents(*store) == before);
}

void a_nested_group_goes_with_its_outer_one(StoreFixture& fixture) {
  const auto store = furnished(fixture);
  const auto before = contents(*store);
  {
    const auto outer = store->backend().begin(Access::atomic);
    store->set("outer", str("x"));
    {
      const auto inner = store->backend().begin(Access::atomic);
      disturb(*store);
      inner->commit();
    }
    CHECK(text_of(*store, "string") == "again");
  }
  CHECK(contents(*store) == before);
}

void a_nested_group_may_fail_alone(StoreFixture& fixture) {
  const auto store = furnished(fixture);
  {
    const auto outer = store->backend().begin(Access::atomic);
    store->set("outer", str("x"));
    store->set("string", str("from outside"));
    const auto between = contents(*store);
    {
      const auto inner = store->backend().begin(Access::atomic);
      disturb(*store);
      const auto innermost = store->backend().begin(Access::atomic);
      store->set("deep", str("x"));
      innermost->commit();
    }
    CHECK(contents(*store) == between);
    outer->commit();
  }
  CHECK(text_of(*store, "outer") == "x");
  CHECK(text_of(*store, "string") == "from outside");
  CHECK_FALSE(store->has("deep"));
}

void a_listing_follows_what_its_group_writes(StoreFixture& fixture) {
  const auto store = fixture.open();
  const auto group = store->backend().begin(Access::write);
  CHECK(store->keys().empty());
  store->set("a", str("1"));
  store->set("b", str("1"));
  CHECK(store->keys() == Keys{"a", "b"});
  Keys after_a;
  store->each({Glob(), "a", false}, [&after_a](const Entry& entry) {
    after_a.push_back(entry.key);
    return true;
  });
  CHECK(after_a == Keys{"b"});
  store->remove("a");
  store->set("c", str("1"));
  CHECK(store->keys() == Keys{"b", "c"});
  group->commit();
  CHECK(store->keys() == Keys{"b", "c"});
}

void a_step_that_fails_does_not_end_the_group(StoreFixture& fixture) {
  const auto store = furnished(fixture);
  {
    const auto group = store->backend().begin(Access::write);
    store->set("a", str("1"));
    CHECK(thrown_code([&] { store->increment("string"); }) == "data");
    CHECK(thrown_code([&] { store->set("", str("1")); }) == "usage");
    store->set("b", str("2"));
    group->commit();
  }
  CHECK(text_of(*store, "a") == "1");
  CHECK(text_of(*store, "b") == "2");
  CHECK(text_of(*store, "string") == "v");
}

void groups_follow_one_another(StoreFixture& fixture) {
  const auto store = fixture.open();
  for (int i = 0; i < 10; ++i) {
    const auto group = store->backend().begin(Access::atomic);
    store->increment("n");
    if (i % 2 == 0) group->commit();
  }
  CHECK(text_of(*store, "n") == "5");
}

void expiry_inside_a_group_follows_the_clock(StoreFixture& fixture) {
  const auto store = fixture.open();
  store->set("k", str("v"), {.ttl = Millis(10)});
  {
    const auto group = store->backend().begin(Access::atomic);
    fixture.clock.now += 10;
    CHECK_FALSE(store->has("k"));
    store->collect();
    CHECK(store->put("k", put_if(Put::If::absent, str("w"))).applied);
  }
  fixture.clock.now -= 10;
  CHECK(text_of(*store, "k") == "v");
}

void another_instance_sees_a_group_when_it_is_whole(StoreFixture& fixture) {
  const auto writer = fixture.open(), reader = fixture.open();
  writer->set("a", str("old"));
  {
    const auto group = writer->backend().begin(Access::atomic);
    writer->set("a", str("new"));
    writer->set("b", str("new"));
    CHECK(text_of(*reader, "a") == "old");
    CHECK(reader->keys() == Keys{"a"});
    group->commit();
  }
  CHECK(text_of(*reader, "a") == "new");
  CHECK(reader->keys() == Keys{"a", "b"});
}

void a_reading_group_has_a_stable_view(StoreFixture& fixture) {
  const auto writer = fixture.open(), reader = fixture.open();
  writer->set("a", str("old"));
  {
    const auto group = reader->backend().begin(Access::read);
    CHECK(text_of(*reader, "a") == "old");
    writer->set("a", str("new"));
    writer->set("b", str("new"));
    CHECK(text_of(*reader, "a") == "old");
    CHECK(reader->keys() == Keys{"a"});
  }
  CHECK(text_of(*reader, "a") == "new");
}

void a_reading_group_over_nothing_reads_nothing(StoreFixture& fixture) {
  const auto store = fixture.open();
  {
    const auto group = store->backend().begin(Access::read);
    CHECK_FALSE(store->has("a"));
    CHECK(store->keys().empty());
    group->commit();
  }
  store->set("a", str("1"));
  CHECK(store->has("a"));
}

}  // namespace

std::vector<StorageCase> transaction_cases() {
  return {
      STORAGE_CASE(compare_and_set_wants_the_same_entry),
      STORAGE_CASE(a_committed_group_stays),
      STORAGE_CASE(a_group_without_commit_leaves_no_trace, .transactional = true),
      STORAGE_CASE(an_exception_rolls_back, .transactional = true),
      STORAGE_CASE(a_nested_group_goes_with_its_outer_one, .transactional = true),
      STORAGE_CASE(a_nested_group_may_fail_alone, .transactional = true),
      STORAGE_CASE(a_listing_follows_what_its_group_writes),
      STORAGE_CASE(a_step_that_fails_does_not_end_the_group),
      STORAGE_CASE(groups_follow_one_another, .transactional = true),
      STORAGE_CASE(expiry_inside_a_group_follows_the_clock, .transactional = true, .injected_clock = true),
      STORAGE_CASE(another_instance_sees_a_group_when_it_is_whole, .transactional = true, .shared = true),
      STORAGE_CASE(a_reading_group_has_a_stable_view, .shared = true, .snapshot = true),
      STORAGE_CASE(a_reading_group_over_nothing_reads_nothing)};
}

}  // namespace conformance
