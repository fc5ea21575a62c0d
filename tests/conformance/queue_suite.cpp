#include "queue_suite.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <set>
#include <thread>

#include "core/process.hpp"
#include "objectos/error.hpp"
#include "thrown.hpp"

namespace conformance {
namespace {

using namespace objectos;
using State = DeliveryState;
using Class = DeliveryClass;

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

using Ids = std::vector<std::string>;

// ---- the queue

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
  CHECK(queue->purge(queue->now_ms()) == 2);
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
  CHECK(queue->purge(queue->now_ms()) == 1);
  CHECK(queue->find("n2"));
  constexpr std::array sent = {State::sent};
  CHECK(queue->change("", sent, State::queued) == 0);
}

// ---- what Notification makes of it

/// Says what a test wants, and remembers what it was given.
class ScriptedChannel final : public Channel {
 public:
  std::string name() const override { return "script"; }
  void check(const NotificationMessage& message) const override {
    if (message.body == "refuse") throw Error(Errc::usage, Message("test.refused", "refused"));
  }
  std::string destination(const NotificationMessage&, std::string_view) const override { return "one"; }
  std::vector<DeliveryOutcome> deliver(const DeliveryAttempt& attempt) override {
    std::vector<DeliveryOutcome> outcomes;
    for (const DeliveryAddress& address : attempt.addresses) {
      given.push_back(address.text);
      if (during) during(attempt);
      const auto found = script.find(address.text);
      outcomes.push_back(found == script.end() ? DeliveryOutcome{} : found->second);
    }
    return outcomes;
  }
  std::string preview(const DeliveryAttempt& attempt) override { return attempt.message.body; }
  std::size_t max_recipients() const override { return max; }
  bool repeats_ambiguous() const override { return repeats; }

  std::map<std::string, DeliveryOutcome> script;
  std::function<void(const DeliveryAttempt&)> during;
  Ids given;
  std::size_t max = 1;
  bool repeats = true;
};

/// A service, as one process has it.
struct Service {
  explicit Service(QueueFixture& fixture, NotificationOptions options = {})
      : service(fixture.open(), std::move(options)) {
    service.add_channel(channel);
  }
  std::vector<Delivery> send(Ids to, SendMode mode = SendMode::try_once, std::string key = {},
                             std::string body = "b") {
    NotificationMessage message;
    message.channel = "script";
    message.to = std::move(to);
    message.body = std::move(body);
    message.idempotency_key = std::move(key);
    return service.send(message, mode);
  }
  std::shared_ptr<ScriptedChannel> channel = std::make_shared<ScriptedChannel>();
  Notification service;
};

const DeliveryOutcome later{.kind = Class::transient, .code = "451", .error = "later"};

void each_recipient_has_its_own_fate(QueueFixture& fixture) {
  Service one(fixture);
  one.channel->script = {{"b", later},
                         {"c", {.kind = Class::permanent, .code = "550", .error = "no such user"}}};
  one.channel->max = 2;
  const auto all = one.send({"a", "b", "c", "a"});
  REQUIRE(all.size() == 3);
  CHECK(one.channel->given == Ids{"a", "b", "c"});
  CHECK(all[0].state == State::sent);
  CHECK(all[1].state == State::retrying);
  CHECK(all[1].code == "451");
  CHECK(all[2].state == State::dead);
  CHECK(all[2].error == "no such user");
  one.channel->given.clear();
  one.channel->script.clear();
  CHECK(one.service.flush().sent == 0);
  fixture.pass(Millis(7'000));
  CHECK(one.service.flush().sent == 1);
  CHECK(one.channel->given == Ids{"b"});
}

void retries_wait_longer_and_longer_and_end(QueueFixture& fixture) {
  Service one(fixture, {.max_retries = 3, .retry_delay = Millis(1'000), .lease = {}});
  one.channel->script = {{"a", later}};
  one.send({"a"});
  for (const Millis wait : {Millis(1'000), Millis(2'000), Millis(4'000)}) {
    fixture.pass(wait - Millis(1));
    CHECK(one.service.flush().retrying + one.service.flush().dead == 0);
    fixture.pass(wait / 4 + Millis(2));
    const FlushReport report = one.service.flush();
    CHECK(report.retrying + report.dead == 1);
  }
  CHECK(one.channel->given.size() == 4);
  CHECK(one.service.queue_status().of(State::dead) == 1);
}

void a_peers_own_word_on_when_is_honoured(QueueFixture& fixture) {
  Service one(fixture, {.retry_delay = Millis(1'000), .lease = {}});
  DeliveryOutcome busy = later;
  busy.wait = Millis(90'000);
  busy.pauses_destination = true;
  one.channel->script = {{"a", busy}};
  one.send({"a"});
  // The destination is paused, for everybody.
  const auto held = one.send({"b"});
  CHECK(held[0].state == State::queued);
  CHECK(held[0].error == "later");
  CHECK(one.channel->given == Ids{"a"});
  one.channel->script.clear();
  fixture.pass(Millis(89'000));
  CHECK(one.service.flush().sent == 0);
  fixture.pass(Millis(1'000));
  CHECK(one.service.flush().sent == 2);
}

void our_own_setup_at_fault_costs_no_try(QueueFixture& fixture) {
  Service one(fixture, {.max_retries = 0, .lease = {}});
  one.channel->script = {
      {"a", {.kind = Class::config, .code = "535", .error = "wrong password", .pauses_destination = true}}};
  for (int i = 0; i < 3; ++i) {
    const auto all = one.send({"a"}, SendMode::try_once, "key");
    CHECK(all[0].state == State::queued);
    CHECK(all[0].kind == Class::config);
    CHECK(all[0].attempts == 0);
  }
  CHECK(one.channel->given.size() == 1);  // the same key: nothing is sent
  CHECK(one.service.flush().sent == 0);   // paused
  // Another message tries the mend, and its success ends the pause.
  one.channel->script.clear();
  CHECK(one.send({"b"})[0].state == State::sent);
  CHECK(one.service.flush().sent == 1);
}

void now_is_once(QueueFixture& fixture) {
  Service one(fixture);
  one.channel->script = {{"a", later}};
  CHECK(one.send({"a"}, SendMode::now)[0].state == State::dead);
  CHECK(one.send({"a"}, SendMode::only_queue)[0].state == State::queued);
  CHECK(one.channel->given.size() == 1);
}

void a_key_sends_once_and_refuses_another_message(QueueFixture& fixture) {
  Service one(fixture), two(fixture);
  const auto first = one.send({"a"}, SendMode::try_once, "k");
  const auto second = two.send({"a"}, SendMode::try_once, "k");
  CHECK(second[0].id == first[0].id);
  CHECK(second[0].state == State::sent);
  CHECK(two.channel->given.empty());
  CHECK(thrown_code([&] { two.send({"a"}, SendMode::try_once, "k", "another text"); }) == "data");
  CHECK(thrown_code([&] { two.send({"b"}, SendMode::try_once, "k"); }) == "data");
}

void what_cannot_be_sent_is_not_queued(QueueFixture& fixture) {
  Service one(fixture);
  CHECK(thrown_code([&] { one.send({"a"}, SendMode::only_queue, "", "refuse"); }) == "usage");
  CHECK(thrown_code([&] { one.send({}); }) == "usage");
  CHECK(thrown_code([&] { one.send({"a\nb"}); }) == "usage");
  CHECK(thrown_code([&] { one.send({"@nobody"}); }) == "usage");
  CHECK(one.service.queue_status().of(State::queued) == 0);
}

/// A process that ends while it sends, at the moment that `at` says: before a byte has left, or after.
void end_while_sending(QueueFixture& fixture, bool after_first_byte, bool repeats) {
  const pid_t child = ::fork();
  if (child == 0) {
    Service lost(fixture);
    lost.channel->repeats = repeats;
    lost.channel->during = [after_first_byte](const DeliveryAttempt& attempt) {
      if (after_first_byte && attempt.body_begins) attempt.body_begins();
      ::_exit(0);
    };
    lost.send({"a"});
    ::_exit(1);
  }
  int status = 1;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(status == 0);
}

void a_sender_that_dies_before_the_first_byte_loses_nothing(QueueFixture& fixture) {
  end_while_sending(fixture, false, false);
  Service next(fixture);
  next.channel->repeats = false;
  CHECK(next.service.flush().sent == 1);
  CHECK(next.channel->given == Ids{"a"});
}

void one_that_dies_after_it_is_repeated_only_where_that_is_safe(QueueFixture& fixture) {
  end_while_sending(fixture, true, false);
  Service holds(fixture);
  holds.channel->repeats = false;
  holds.service.flush();
  CHECK(holds.channel->given.empty());
  CHECK(holds.service.queue_status().of(State::unknown) == 1);
  end_while_sending(fixture, true, true);
  Service repeats(fixture);
  CHECK(repeats.service.flush().sent == 1);
}

void an_answer_that_never_came_is_repeated_only_where_that_is_safe(QueueFixture& fixture) {
  Service one(fixture);
  one.channel->script = {{"a", {.kind = Class::ambiguous, .error = "cut"}}};
  CHECK(one.send({"a"})[0].state == State::retrying);
  one.channel->repeats = false;
  CHECK(one.send({"a"})[0].state == State::unknown);
  CHECK(one.send({"a"}, SendMode::now)[0].state == State::unknown);
}

void several_flushes_deliver_each_message_once(QueueFixture& fixture) {
  constexpr std::size_t messages = 50;
  Service first(fixture);
  for (std::size_t i = 0; i < messages; ++i) first.send({"r" + std::to_string(i)}, SendMode::only_queue);
  std::vector<std::unique_ptr<Service>> workers;
  for (int i = 0; i < 3; ++i) workers.push_back(std::make_unique<Service>(fixture));
  std::vector<std::thread> threads;
  for (auto& worker : workers)
    threads.emplace_back([&worker] { worker->service.flush({.max = SIZE_MAX, .deadline = {}}); });
  for (std::thread& thread : threads) thread.join();
  std::multiset<std::string> given;
  for (auto& worker : workers) given.insert(worker->channel->given.begin(), worker->channel->given.end());
  CHECK(given.size() == messages);
  CHECK(std::set<std::string>(given.begin(), given.end()).size() == messages);
  CHECK(first.service.queue_status().of(State::sent) == messages);
}

void a_flush_stops_where_it_is_told_to(QueueFixture& fixture) {
  Service one(fixture);
  for (int i = 0; i < 5; ++i) one.send({"r" + std::to_string(i)}, SendMode::only_queue);
  CHECK(one.service.flush({.max = 2, .deadline = {}}).sent == 2);
  std::atomic<bool> stop{false};
  one.channel->during = [&stop](const DeliveryAttempt&) { stop = true; };
  const FlushReport report = one.service.flush({.deadline = {}, .stop = &stop});
  CHECK(report.sent == 1);
  CHECK(report.left == 2);
  CHECK(one.service.queue_status().of(State::queued) == 2);  // put back, not held
  CHECK(one.service.flush({.deadline = std::chrono::steady_clock::now()}).sent == 0);
}

void a_time_in_the_future_is_waited_for(QueueFixture& fixture) {
  Service one(fixture);
  NotificationMessage message;
  message.channel = "script";
  message.to = {"a"};
  message.body = "b";
  message.at = one.service.queue().now_ms() + 10'000;
  CHECK(one.service.send(message)[0].state == State::queued);
  CHECK(one.service.flush().sent == 0);
  fixture.pass(Millis(10'000));
  CHECK(one.service.flush().sent == 1);
}

void an_inbox_message_is_sent_by_being_there(QueueFixture& fixture) {
  Service one(fixture);
  NotificationMessage message;
  message.channel = "inbox";
  message.to = {"alice", "bob"};
  message.body = "hello";
  const auto all = one.service.send(message, SendMode::only_queue);
  REQUIRE(all.size() == 2);
  CHECK(all[1].state == State::sent);
  CHECK(one.service.flush().sent == 0);
}

void what_throws_in_a_channel_is_an_outcome(QueueFixture& fixture) {
  Service one(fixture);
  one.channel->during = [](const DeliveryAttempt&) { throw std::runtime_error("a bug"); };
  CHECK(one.send({"a"})[0].state == State::dead);
  one.channel->during = [](const DeliveryAttempt&) {
    throw Error(Errc::unavailable, Message("test.away", "away"));
  };
  CHECK(one.send({"a"})[0].state == State::retrying);
  one.channel->during = [](const DeliveryAttempt&) {
    throw Error(Errc::denied, Message("test.denied", "no"));
  };
  const auto all = one.send({"a"});
  CHECK(all[0].state == State::queued);
  CHECK(all[0].kind == Class::config);
}

}  // namespace

const std::vector<QueueCase>& queue_cases() {
#define CASE(function) \
  { std::string(#function), function }
  static const std::vector<QueueCase> cases = [] {
    std::vector<QueueCase> all = {CASE(a_message_is_kept_whole),
                                  CASE(a_key_stands_for_one_message),
                                  CASE(who_adds_with_a_lease_holds),
                                  CASE(nobody_claims_what_another_holds),
                                  CASE(many_at_once_claim_each_delivery_once),
                                  CASE(a_retry_comes_when_it_is_due),
                                  CASE(what_is_settled_is_never_claimed_again),
                                  CASE(a_lapsed_lease_frees_and_its_holder_settles_nothing),
                                  CASE(a_lease_can_be_prolonged),
                                  CASE(what_a_dead_process_held_is_free_at_once),
                                  CASE(that_a_body_has_begun_is_remembered),
                                  CASE(a_paused_destination_is_passed_over),
                                  CASE(a_pause_can_be_ended),
                                  CASE(a_pause_holds_up_a_new_message_unless_a_mend_may_be_tried),
                                  CASE(deliveries_are_listed_and_counted),
                                  CASE(states_can_be_changed),
                                  CASE(old_messages_are_purged_whole),
                                  CASE(the_inbox_keeps_what_is_unread),
                                  CASE(each_recipient_has_its_own_fate),
                                  CASE(retries_wait_longer_and_longer_and_end),
                                  CASE(a_peers_own_word_on_when_is_honoured),
                                  CASE(our_own_setup_at_fault_costs_no_try),
                                  CASE(now_is_once),
                                  CASE(a_key_sends_once_and_refuses_another_message),
                                  CASE(what_cannot_be_sent_is_not_queued),
                                  CASE(a_sender_that_dies_before_the_first_byte_loses_nothing),
                                  CASE(one_that_dies_after_it_is_repeated_only_where_that_is_safe),
                                  CASE(an_answer_that_never_came_is_repeated_only_where_that_is_safe),
                                  CASE(several_flushes_deliver_each_message_once),
                                  CASE(a_flush_stops_where_it_is_told_to),
                                  CASE(a_time_in_the_future_is_waited_for),
                                  CASE(an_inbox_message_is_sent_by_being_there),
                                  CASE(what_throws_in_a_channel_is_an_outcome)};
    for (QueueCase& one : all) std::replace(one.name.begin(), one.name.end(), '_', ' ');
    return all;
  }();
#undef CASE
  return cases;
}

}  // namespace conformance
