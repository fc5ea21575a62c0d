// What Notification makes of a queue: recipients with fates of their own, retries, keys, processes that die.
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <map>
#include <set>
#include <thread>

#include "queue_suite_parts.hpp"

namespace conformance {
namespace {

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
  CHECK(one.send({"a"})[0].attempts == 0);  // what is missing is missing for all
  one.service.queue().pause({"one", 0, false, {}});
  one.channel->during = [](const DeliveryAttempt&) {
    throw Error(Errc::denied, Message("test.denied", "no"));
  };
  const auto all = one.send({"a"});
  CHECK(all[0].state == State::queued);
  CHECK(all[0].kind == Class::config);
}

}  // namespace

std::vector<QueueCase> queue_service_cases() {
  return named_cases(
      {CASE(each_recipient_has_its_own_fate), CASE(retries_wait_longer_and_longer_and_end),
       CASE(a_peers_own_word_on_when_is_honoured), CASE(our_own_setup_at_fault_costs_no_try),
       CASE(now_is_once), CASE(a_key_sends_once_and_refuses_another_message),
       CASE(what_cannot_be_sent_is_not_queued), CASE(a_sender_that_dies_before_the_first_byte_loses_nothing),
       CASE(one_that_dies_after_it_is_repeated_only_where_that_is_safe),
       CASE(an_answer_that_never_came_is_repeated_only_where_that_is_safe),
       CASE(several_flushes_deliver_each_message_once), CASE(a_flush_stops_where_it_is_told_to),
       CASE(a_time_in_the_future_is_waited_for), CASE(an_inbox_message_is_sent_by_being_there),
       CASE(what_throws_in_a_channel_is_an_outcome)});
}

}  // namespace conformance
