#include "queue_suite.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <thread>

#include "queue_suite_parts.hpp"

namespace conformance {
namespace {

// ---- what tests are made of

QueuedMessage message(const std::string& id, NotificationQueue& queue) {
  return {id, "email", "", "print of " + id, queue.now_ms(), "{\"to\":[]}", {}};
}

Delivery delivery(const std::string& id, const std::string& of, NotificationQueue& queue) {
  Delivery made;
  made.id = id;
  made.message = of;
  made.channel = "email";
  made.to = id + "@example.com";
  made.destination = "smtp:one";
  made.created_at = made.next_attempt_at = queue.now_ms();
  return made;
}

void add(NotificationQueue& queue, const std::string& id, const std::string& destination = "smtp:one") {
  Delivery one = delivery(id, id, queue);
  one.destination = destination;
  queue.add(message(id, queue), {one}, nullptr);
}

DeliveryLease lease(const std::string& owner) {
  return {owner, Millis(60'000)};
}

std::vector<std::string> claim(NotificationQueue& queue, const std::string& owner, std::size_t max = 100,
                               std::vector<std::string> dead = {}) {
  std::vector<std::string> ids;
  for (const Delivery& one : queue.claim({lease(owner), max, std::move(dead)})) ids.push_back(one.id);
  return ids;
}

Delivery claimed(NotificationQueue& queue, const std::string& owner) {
  const auto all = queue.claim({lease(owner), 1, {}});
  REQUIRE(all.size() == 1);
  return all[0];
}

void settle(NotificationQueue& queue, Delivery one, State state, const std::string& owner,
            std::int64_t next = 0) {
  one.state = state;
  one.kind = state == State::sent ? Class::ok : Class::transient;
  one.next_attempt_at = next;
  one.error = state == State::sent ? "" : "451 later";
  queue.settle({&one, 1}, owner);
}

State state_of(NotificationQueue& queue, const std::string& id) {
  const auto found = queue.find(id);
  REQUIRE(found);
  return found->state;
}

void a_message_is_kept_whole(QueueFixture& fixture) {
  const auto queue = fixture.open();
  CHECK_FALSE(queue->message("m1"));
  CHECK_FALSE(queue->find("m1"));
  QueuedMessage sent = message("m1", *queue);
  sent.key = "key \u00e9";
  sent.content = R"({"body":"a \"b\" \u00e9 \n"})";
  sent.files = {std::string("\0\xff\n", 3), "", std::string(100'000, 'x')};
  const auto added =
      queue->add(sent, {delivery("m1", "m1", *queue), delivery("m1-2", "m1", *queue)}, nullptr);
  CHECK(added.is_new);
  REQUIRE(added.deliveries.size() == 2);
  CHECK(added.deliveries[1].to == "m1-2@example.com");
  const auto other = fixture.open();
  const auto found = other->message("m1");
  REQUIRE(found);
  CHECK(found->key == sent.key);
  CHECK(found->content == sent.content);
  CHECK(found->files == sent.files);
  CHECK(found->fingerprint == sent.fingerprint);
  const auto one = other->find("m1-2");
  REQUIRE(one);
  CHECK(one->state == State::queued);
  CHECK(one->channel == "email");
  CHECK(one->destination == "smtp:one");
  CHECK(one->attempts == 0);
  CHECK(one->created_at == sent.created_at);
}

void a_key_stands_for_one_message(QueueFixture& fixture) {
  const auto queue = fixture.open();
  QueuedMessage first = message("m1", *queue);
  first.key = "k";
  queue->add(first, {delivery("m1", "m1", *queue), delivery("m1-2", "m1", *queue)}, nullptr);
  QueuedMessage second = message("m2", *queue);
  second.key = "k";
  const auto added = fixture.open()->add(second, {delivery("m2", "m2", *queue)}, nullptr);
  CHECK_FALSE(added.is_new);
  CHECK(added.fingerprint == "print of m1");
  REQUIRE(added.deliveries.size() == 2);
  CHECK(added.deliveries[0].id == "m1");
  CHECK(added.deliveries[1].id == "m1-2");
  CHECK_FALSE(queue->message("m2"));
  CHECK_FALSE(queue->find("m2"));
}

void who_adds_with_a_lease_holds(QueueFixture& fixture) {
  const auto queue = fixture.open();
  Delivery later = delivery("m1-2", "m1", *queue);
  later.next_attempt_at += 10'000;
  const DeliveryLease mine = lease("me");
  const auto added = queue->add(message("m1", *queue), {delivery("m1", "m1", *queue), later}, &mine);
  CHECK(added.deliveries[0].state == State::sending);
  CHECK(added.deliveries[0].attempts == 1);
  CHECK(added.deliveries[1].state == State::queued);
  CHECK(claim(*fixture.open(), "other").empty());
  fixture.pass(Millis(10'000));
  CHECK(claim(*fixture.open(), "other") == Ids{"m1-2"});
}

void a_clock_that_steps_back_keeps_nobody_waiting(QueueFixture& fixture) {
  const auto queue = fixture.open();
  QueuedMessage made = message("m1", *queue);
  Delivery one = delivery("m1", "m1", *queue);
  made.created_at += 5'000;
  one.created_at = one.next_attempt_at = made.created_at;
  const DeliveryLease mine = lease("me");
  CHECK(queue->add(made, {one}, &mine).deliveries[0].state == State::sending);
}

void nobody_claims_what_another_holds(QueueFixture& fixture) {
  const auto one = fixture.open(), two = fixture.open();
  for (const char* id : {"a", "b", "c", "d"}) add(*one, id);
  CHECK(claim(*one, "one", 2) == Ids{"a", "b"});
  CHECK(claim(*two, "two", 10) == Ids{"c", "d"});
  CHECK(claim(*two, "two", 10).empty());
  CHECK(state_of(*one, "c") == State::sending);
  auto owners = one->owners();
  std::sort(owners.begin(), owners.end());
  CHECK(owners == Ids{"one", "two"});
}

void many_at_once_claim_each_delivery_once(QueueFixture& fixture) {
  constexpr int deliveries = 60, workers = 4;
  const auto queue = fixture.open();
  for (int i = 0; i < deliveries; ++i) add(*queue, "d" + std::to_string(100 + i));
  std::vector<Ids> taken(workers);
  std::vector<std::shared_ptr<NotificationQueue>> queues;
  for (int i = 0; i < workers; ++i) queues.push_back(fixture.open());
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < workers; ++i) {
    threads.emplace_back([&taken, &queues, i] {
      for (Ids some; !(some = claim(*queues[i], "w" + std::to_string(i), 3)).empty();)
        taken[i].insert(taken[i].end(), some.begin(), some.end());
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::multiset<std::string> all;
  for (const Ids& some : taken) all.insert(some.begin(), some.end());
  CHECK(all.size() == deliveries);
  CHECK(std::set<std::string>(all.begin(), all.end()).size() == deliveries);
}

void a_retry_comes_when_it_is_due(QueueFixture& fixture) {
  const auto queue = fixture.open();
  add(*queue, "a");
  settle(*queue, claimed(*queue, "me"), State::retrying, "me", queue->now_ms() + 5'000);
  const auto waiting = queue->find("a");
  CHECK(waiting->state == State::retrying);
  CHECK(waiting->error == "451 later");
  CHECK(waiting->kind == Class::transient);
  CHECK(waiting->attempts == 1);
  fixture.pass(Millis(4'999));
  CHECK(claim(*queue, "me").empty());
  fixture.pass(Millis(1));
  CHECK(claimed(*queue, "me").attempts == 2);
}

void what_is_settled_is_never_claimed_again(QueueFixture& fixture) {
  const auto queue = fixture.open();
  for (const State state : {State::sent, State::dead, State::unknown}) {
    add(*queue, std::string("d-") + std::string(delivery_state_name(state)));
    settle(*queue, claimed(*queue, "me"), state, "me");
  }
  CHECK(queue->owners().empty());
  fixture.pass(Millis(24LL * 60 * 60 * 1000));
  CHECK(claim(*queue, "me", 10, {"me"}).empty());
}

void a_lapsed_lease_frees_and_its_holder_settles_nothing(QueueFixture& fixture) {
  const auto queue = fixture.open();
  add(*queue, "a");
  const Delivery lost = claimed(*queue, "slow");
  fixture.pass(Millis(60'001));
  const Delivery taken = claimed(*queue, "quick");
  CHECK(taken.attempts == 2);
  settle(*queue, lost, State::dead, "slow");
  CHECK(state_of(*queue, "a") == State::sending);
  CHECK_FALSE(queue->begin("a", "slow"));
  settle(*queue, taken, State::sent, "quick");
  CHECK(state_of(*queue, "a") == State::sent);
}

void a_lease_can_be_prolonged(QueueFixture& fixture) {
  const auto queue = fixture.open();
  add(*queue, "a");
  claimed(*queue, "me");
  fixture.pass(Millis(59'000));
  queue->renew(lease("me"));
  fixture.pass(Millis(59'000));
  CHECK(claim(*queue, "other").empty());
  fixture.pass(Millis(1'001));
  CHECK(claim(*queue, "other") == Ids{"a"});
}

void what_a_dead_process_held_is_free_at_once(QueueFixture& fixture) {
  const auto queue = fixture.open();
  add(*queue, "a");
  claimed(*queue, "dead one");
  CHECK(claim(*queue, "me").empty());
  CHECK(claim(*queue, "me", 10, {"dead one"}) == Ids{"a"});
  CHECK(queue->owners() == Ids{"me"});
}

void that_a_body_has_begun_is_remembered(QueueFixture& fixture) {
  const auto queue = fixture.open();
  add(*queue, "a");
  const Delivery one = claimed(*queue, "me");
  CHECK_FALSE(one.has_begun);
  CHECK(queue->begin("a", "me"));
  CHECK(queue->find("a")->has_begun);
  const auto again = fixture.open()->claim({lease("other"), 1, {"me"}});
  REQUIRE(again.size() == 1);
  CHECK(again[0].has_begun);
  settle(*queue, again[0], State::retrying, "other", queue->now_ms());
  CHECK_FALSE(queue->find("a")->has_begun);
}

void a_paused_destination_is_passed_over(QueueFixture& fixture) {
  const auto queue = fixture.open();
  add(*queue, "a", "smtp:one");
  add(*queue, "b", "smtp:two");
  queue->pause({"smtp:one", queue->now_ms() + 5'000, false, "421 busy"});
  queue->pause({"smtp:one", queue->now_ms() + 1'000, false, "a shorter one"});
  REQUIRE(queue->pauses().size() == 1);
  CHECK(queue->pauses()[0].reason == "421 busy");
  CHECK(claim(*queue, "me") == Ids{"b"});
  fixture.pass(Millis(5'000));
  CHECK(queue->pauses().empty());
  CHECK(claim(*queue, "me") == Ids{"a"});
}

void a_pause_can_be_ended(QueueFixture& fixture) {
  const auto queue = fixture.open();
  add(*queue, "a");
  queue->pause({"smtp:one", queue->now_ms() + 5'000, true, "wrong password"});
  CHECK(queue->pauses()[0].is_config);
  CHECK(claim(*queue, "me").empty());
  queue->pause({"smtp:one", 0, true, {}});
  CHECK(claim(*queue, "me") == Ids{"a"});
}

void a_pause_holds_up_a_new_message_unless_a_mend_may_be_tried(QueueFixture& fixture) {
  const auto queue = fixture.open();
  const DeliveryLease mine = lease("me");
  queue->pause({"smtp:one", queue->now_ms() + 5'000, false, "421 busy"});
  const auto held = queue->add(message("m1", *queue), {delivery("m1", "m1", *queue)}, &mine);
  CHECK(held.deliveries[0].state == State::queued);
  CHECK(held.deliveries[0].error == "421 busy");
  CHECK(held.deliveries[0].next_attempt_at == queue->now_ms() + 5'000);
  queue->pause({"smtp:one", queue->now_ms() + 9'000, true, "wrong password"});
  const auto tried = queue->add(message("m2", *queue), {delivery("m2", "m2", *queue)}, &mine);
  CHECK(tried.deliveries[0].state == State::sending);
  queue->pause({"smtp:one", queue->now_ms() + 20'000, false, "421 busy"});
  DeliveryLease insists = mine;
  insists.passes_pauses = true;
  CHECK(queue->add(message("m3", *queue), {delivery("m3", "m3", *queue)}, &insists).deliveries[0].state == State::sending);
}

void deliveries_are_listed_and_counted(QueueFixture& fixture) {
  const auto queue = fixture.open();
  const std::int64_t begin = queue->now_ms();
  const auto ids = [&queue](DeliveryRange range) {
    Ids all;
    queue->list(range, [&all](const Delivery& one) {
      all.push_back(one.id);
      return true;
    });
    return all;
  };
  CHECK(ids({}).empty());
  CHECK(queue->counts().oldest == 0);
  for (const char* id : {"a", "b", "c"}) add(*queue, id);
  fixture.pass(Millis(1'000));
  Delivery note = delivery("d", "d", *queue);
  note.channel = "inbox";
  note.to = "alice";
  note.state = State::sent;
  QueuedMessage to_inbox = message("d", *queue);
  to_inbox.channel = note.channel;
  queue->add(to_inbox, {note}, nullptr);
  settle(*queue, claimed(*queue, "me"), State::dead, "me");
  CHECK(ids({}) == Ids{"a", "b", "c", "d"});
  CHECK(ids({State::dead, "", "", ""}) == Ids{"a"});
  CHECK(ids({{}, "inbox", "alice", ""}) == Ids{"d"});
  CHECK(ids({{}, "inbox", "bob", ""}).empty());
  CHECK(ids({{}, "email", "", "a"}) == Ids{"b", "c"});
  const QueueCounts counts = queue->counts();
  CHECK(counts.of(State::queued) == 2);
  CHECK(counts.of(State::dead) == 1);
  CHECK(counts.of(State::sent) == 1);
  CHECK(counts.oldest == begin);
  CHECK(queue->waiting() == 2);
  std::size_t seen = 0;
  queue->list({}, [&seen](const Delivery&) { return ++seen < 2; });
  CHECK(seen == 2);
}

void states_can_be_changed(QueueFixture& fixture) {
  const auto queue = fixture.open();
  for (const char* id : {"a", "b", "c"}) add(*queue, id);
  settle(*queue, claimed(*queue, "me"), State::dead, "me");
  constexpr std::array waiting = {State::queued, State::retrying};
  CHECK(queue->change("a", waiting, State::cancelled) == 0);
  CHECK(queue->change("b", waiting, State::cancelled) == 1);
  CHECK(queue->change("b", waiting, State::cancelled) == 0);
  CHECK(queue->change("nobody", waiting, State::cancelled) == 0);
  CHECK(claim(*queue, "me") == Ids{"c"});
  constexpr std::array gone = {State::dead, State::cancelled};
  CHECK(queue->change("", gone, State::queued) == 2);
  CHECK(queue->find("a")->attempts == 0);
  CHECK(claim(*queue, "me") == Ids{"a", "b"});
}

void old_messages_are_purged_whole(QueueFixture& fixture) {
  const auto queue = fixture.open();
  QueuedMessage keyed = message("m1", *queue);
  keyed.key = "k";
  keyed.files = {"attachment"};
  queue->add(keyed, {delivery("m1", "m1", *queue), delivery("m1-2", "m1", *queue)}, nullptr);
  settle(*queue, claimed(*queue, "me"), State::sent, "me");
  fixture.pass(Millis(10'000));
  CHECK(queue->purge(queue->now_ms()) == 0);  // its other delivery waits
  settle(*queue, claimed(*queue, "me"), State::dead, "me");
  CHECK(queue->purge(queue->now_ms()) == 0);  // changed just now
  fixture.pass(Millis(10'000));
  add(*queue, "m2");
  CHECK(queue->finished(queue->now_ms()) == Ids{"m1"});
  CHECK(queue->purge(queue->now_ms()) == 2);
  CHECK(queue->finished(queue->now_ms()).empty());
  CHECK_FALSE(queue->message("m1"));
  CHECK_FALSE(queue->find("m1-2"));
  CHECK(queue->counts().of(State::sent) == 0);
  CHECK(queue->find("m2"));
  QueuedMessage again = message("m3", *queue);
  again.key = "k";
  CHECK(queue->add(again, {delivery("m3", "m3", *queue)}, nullptr).is_new);
}

void the_inbox_keeps_what_is_unread(QueueFixture& fixture) {
  const auto queue = fixture.open();
  for (const char* id : {"n1", "n2"}) {
    Delivery note = delivery(id, id, *queue);
    note.channel = "inbox";
    note.state = State::sent;
    QueuedMessage to_inbox = message(id, *queue);
    to_inbox.channel = note.channel;
    queue->add(to_inbox, {note}, nullptr);
  }
  add(*queue, "mail");
  CHECK(queue->mark_read("n1"));
  CHECK(queue->mark_read("n1"));
  CHECK_FALSE(queue->mark_read("mail"));
  CHECK_FALSE(queue->mark_read("nobody"));
  CHECK(queue->find("n1")->read_at == queue->now_ms());
  fixture.pass(Millis(10'000));
  CHECK(queue->finished(queue->now_ms()) == Ids{"n1"});
  CHECK(queue->purge(queue->now_ms()) == 1);
  CHECK(queue->find("n2"));
  constexpr std::array sent = {State::sent};
  CHECK(queue->change("", sent, State::queued) == 0);
}

}  // namespace

std::vector<QueueCase> queue_own_cases() {
  return named_cases({CASE(a_message_is_kept_whole), CASE(a_key_stands_for_one_message),
                      CASE(who_adds_with_a_lease_holds), CASE(a_clock_that_steps_back_keeps_nobody_waiting),
                      CASE(nobody_claims_what_another_holds), CASE(many_at_once_claim_each_delivery_once),
                      CASE(a_retry_comes_when_it_is_due), CASE(what_is_settled_is_never_claimed_again),
                      CASE(a_lapsed_lease_frees_and_its_holder_settles_nothing),
                      CASE(a_lease_can_be_prolonged), CASE(what_a_dead_process_held_is_free_at_once),
                      CASE(that_a_body_has_begun_is_remembered), CASE(a_paused_destination_is_passed_over),
                      CASE(a_pause_can_be_ended),
                      CASE(a_pause_holds_up_a_new_message_unless_a_mend_may_be_tried),
                      CASE(deliveries_are_listed_and_counted), CASE(states_can_be_changed),
                      CASE(old_messages_are_purged_whole), CASE(the_inbox_keeps_what_is_unread)});
}

std::vector<QueueCase> named_cases(std::vector<QueueCase> cases) {
  for (QueueCase& one : cases) std::replace(one.name.begin(), one.name.end(), '_', ' ');
  return cases;
}

const std::vector<QueueCase>& queue_cases() {
  static const std::vector<QueueCase> cases = [] {
    std::vector<QueueCase> all = queue_own_cases();
    for (QueueCase& one : queue_service_cases()) all.push_back(std::move(one));
    return all;
  }();
  return cases;
}

}  // namespace conformance
