// Many operations under way at once mean the same as one after another.
#include <stdexcept>

#include "storage_suite_parts.hpp"

namespace conformance {
namespace {

using objectos::Action;
using objectos::Erase;
using objectos::Expire;
using objectos::Operation;
using objectos::Read;

struct KeyAction {
  std::string key;
  Action action;
};

/// Runs all through one pipeline. What came of each: "TAG yes VALUE was PREVIOUS".
std::vector<std::string> outcomes(Storage& store, const std::vector<KeyAction>& actions) {
  std::vector<std::string> all;
  const auto pipeline = store.backend().pipeline([&all](Operation& done) {
    std::string text = std::to_string(done.tag);
    if (done.error) {
      text.append(" ").append(errc_name(done.error->code()));
    } else {
      text += done.outcome.applied ? " yes" : " no";
      if (done.outcome.value && !std::holds_alternative<objectos::Put>(done.action))
        text += " " + done.outcome.value->raw();
      if (done.outcome.previous) text += " was " + done.outcome.previous->raw();
    }
    all.push_back(std::move(text));
  });
  for (std::size_t i = 0; i < actions.size(); ++i) {
    Operation operation = store.operation(actions[i].key, actions[i].action);
    operation.tag = i;
    pipeline->add(std::move(operation));
  }
  pipeline->drain();
  return all;
}

void operations_on_one_key_follow_each_other(StoreFixture& fixture) {
  const auto store = fixture.open();
  Put previous = put_if(Put::If::present, str("c"));
  previous.want_previous = true;
  CHECK(outcomes(*store, {{"k", Read{}},
                          {"k", put_if(Put::If::absent, str("a"))},
                          {"k", Read{}},
                          {"k", put_if(Put::If::absent, str("x"))},
                          {"k", put_if(Put::If::equals, str("b"), "a")},
                          {"k", put_if(Put::If::equals, str("x"), "a")},
                          {"k", Read{}},
                          {"k", previous},
                          {"k", Expire{Expiry::never()}},
                          {"k", Erase{}},
                          {"k", Erase{}},
                          {"k", Expire{Expiry::after(Millis(60'000))}},
                          {"k", Read{}}}) ==
        Keys{"0 no", "1 yes", "2 yes \"a\"", "3 no", "4 yes", "5 no", "6 yes \"b\"", "7 yes was \"b\"", "8 yes",
             "9 yes", "10 no", "11 no", "12 no"});
  CHECK(store->keys().empty());
}

void increments_mix_with_everything_else(StoreFixture& fixture) {
  const auto store = fixture.open();
  store->set("text", str("5"));
  store->set("escaped", Value::json("\"\\u0035\""));
  store->set("decimal", Value::number(1.5));
  const Increment one{}, half{0.5, {}};
  CHECK(outcomes(*store, {{"n", one},
                          {"n", one},
                          {"n", Read{}},
                          {"text", one},
                          {"text", Read{}},
                          {"escaped", one},
                          {"escaped", one},
                          {"escaped", Read{}},
                          {"decimal", one},
                          {"decimal", Erase{}},
                          {"decimal", one},
                          {"n", half},
                          {"n", one},
                          {"n", put_if(Put::If::equals, str("done"), "3.5")},
                          {"n", Read{}}}) ==
        Keys{"0 yes 1", "1 yes 2", "2 yes 2", "3 yes 6", "4 yes 6", "5 yes 6", "6 yes 7", "7 yes 7",
             "8 yes 2.5", "9 yes", "10 yes 1", "11 yes 2.5", "12 yes 3.5", "13 yes", "14 yes \"done\""});
}

void an_operation_that_fails_fails_alone(StoreFixture& fixture) {
  const auto store = fixture.open();
  store->set("word", str("x"));
  store->set("large", Value::number(std::int64_t{9'223'372'036'854'775'807}));
  CHECK(outcomes(*store, {{"a", put_if(Put::If::always, str("1"))},
                          {"word", Increment{}},
                          {"large", Increment{}},
                          {"word", Read{}},
                          {"a", put_if(Put::If::always, str("2"))}}) ==
        Keys{"0 yes", "1 data", "2 data", "3 yes \"x\"", "4 yes"});
  CHECK(text_of(*store, "a") == "2");
  CHECK(text_of(*store, "large") == "9223372036854775807");
}

void thousands_are_answered_in_order(StoreFixture& fixture) {
  const auto store = fixture.open();
  constexpr std::size_t count = 5000;
  std::size_t next = 0;
  bool right = true;
  const auto pipeline = store->backend().pipeline([&](Operation& done) {
    right = right && !done.error && done.tag == next++ && done.outcome.applied;
    if (std::holds_alternative<Read>(done.action))
      right = right && done.outcome.value == Value::number(static_cast<std::int64_t>(done.tag / 2));
  });
  for (std::size_t i = 0; i < count * 2; ++i) {
    const auto number = static_cast<std::int64_t>(i / 2);
    Action action = Read{};
    if (i % 2 == 0) action = put_if(Put::If::always, Value::number(number));
    Operation operation = store->operation("k" + std::to_string(number % 997), std::move(action));
    operation.tag = i;
    pipeline->add(std::move(operation));
  }
  pipeline->drain();
  CHECK(right);
  CHECK(next == count * 2);
  CHECK(store->count() == 997);
}

void large_values_go_both_ways_at_once(StoreFixture& fixture) {
  const auto store = fixture.open();
  std::size_t bytes = 0;
  const auto pipeline = store->backend().pipeline([&](Operation& done) {
    if (done.error) throw *done.error;
    if (done.outcome.value) bytes += done.outcome.value->raw().size();
  });
  // More than any socket holds: who only writes or only reads stands still.
  for (int i = 0; i < 40; ++i) {
    const std::string key = "k" + std::to_string(i % 4);
    pipeline->add(store->operation(key, put_if(Put::If::always, Value::bytes(std::string(500'000, '\1')))));
    pipeline->add(store->operation(key, Read{}));
  }
  pipeline->drain();
  CHECK(bytes == 20'000'000);
}

void what_done_throws_comes_out(StoreFixture& fixture) {
  const auto store = fixture.open();
  {
    const auto pipeline = store->backend().pipeline([](Operation& done) {
      if (done.tag == 3) throw std::runtime_error("enough");
    });
    const auto add_and_drain = [&] {
      for (std::uint64_t i = 0; i < 10; ++i) {
        Operation operation = store->operation("k" + std::to_string(i), put_if(Put::If::always, str("v")));
        operation.tag = i;
        pipeline->add(std::move(operation));
      }
      pipeline->drain();
    };
    CHECK_THROWS_AS(add_and_drain(), std::runtime_error);
  }
  store->set("k0", str("after"));
  CHECK(text_of(*store, "k0") == "after");
}

void a_pipeline_belongs_to_its_group(StoreFixture& fixture) {
  const auto store = fixture.open();
  store->set("k", str("before"));
  {
    const auto group = store->backend().begin(Access::atomic);
    CHECK(outcomes(*store, {{"k", put_if(Put::If::always, str("inside"))}, {"k", Read{}}, {"n", Increment{}}}) ==
          Keys{"0 yes", "1 yes \"inside\"", "2 yes 1"});
  }
  CHECK(text_of(*store, "k") == "before");
  CHECK(store->keys() == Keys{"k"});
  {
    const auto group = store->backend().begin(Access::atomic);
    CHECK(outcomes(*store, {{"k", Erase{}}, {"n", Increment{}}}) == Keys{"0 yes", "1 yes 1"});
    group->commit();
  }
  CHECK(store->keys() == Keys{"n"});
}

void operations_are_checked_like_members(StoreFixture& fixture) {
  const auto store = fixture.open();
  CHECK(thrown_code([&] { store->operation("", Read{}); }) == "usage");
  CHECK(thrown_code([&] { store->operation("a\nb", Erase{}); }) == "usage");
  CHECK(thrown_code([&] { store->operation("k", put_until(Expiry::after(Millis(0)), str("v"))); }) == "usage");
  CHECK(thrown_code([&] { store->operation("k", Expire{Expiry::after(Millis(-1))}); }) == "usage");
  CHECK(thrown_code([&] { store->operation("k", Increment{std::int64_t{1}, Millis(0)}); }) == "usage");
  CHECK(store->scoped("s").operation("k", Read{}).key == "s:k");
}

void an_action_on_many_keys_counts_where_it_applied(StoreFixture& fixture) {
  const auto store = fixture.open();
  for (const char* key : {"a", "b", "c"}) store->set(key, str("v"));
  CHECK(store->run_on({"a", "x", "b"}, Expire{Expiry::after(Millis(60'000))}) == 2);
  CHECK(store->ttl("a").value().has_value());
  CHECK(store->run_on({"a", "a", "c"}, Erase{}) == 2);
  CHECK(store->keys() == Keys{"b"});
  CHECK(store->run_on({}, Erase{}) == 0);
}

}  // namespace

std::vector<StorageCase> pipeline_cases() {
  return {STORAGE_CASE(operations_on_one_key_follow_each_other),
          STORAGE_CASE(increments_mix_with_everything_else),
          STORAGE_CASE(an_operation_that_fails_fails_alone),
          STORAGE_CASE(thousands_are_answered_in_order),
          STORAGE_CASE(large_values_go_both_ways_at_once),
          STORAGE_CASE(what_done_throws_comes_out),
          STORAGE_CASE(a_pipeline_belongs_to_its_group, .transactional = true),
          STORAGE_CASE(operations_are_checked_like_members),
          STORAGE_CASE(an_action_on_many_keys_counts_where_it_applied)};
}

}  // namespace conformance
