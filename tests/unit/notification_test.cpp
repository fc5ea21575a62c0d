// The service in one process: what it counts, what it tells of targets and secrets, what a plugin gives it.
#include "objectos/notification.hpp"

#include <cstdlib>
#include <fstream>

#include "catch.hpp"
#include "notification/address_book.hpp"
#include "notification/backoff.hpp"
#include "notification/http_outcome.hpp"
#include "notification/message_text.hpp"
#include "objectos/i18n.hpp"
#include "objectos/metrics.hpp"
#include "scratch.hpp"
#include "sqlite/notification_queue.hpp"
#include "thrown.hpp"

using namespace objectos;
using namespace objectos::notification;

namespace {

/// Takes everything but what begins with "bad".
class Taker final : public Channel {
 public:
  std::string name() const override { return "taker"; }
  void check(const NotificationMessage&) const override {}
  std::string destination(const NotificationMessage&, std::string_view) const override { return "taker"; }
  std::vector<DeliveryOutcome> deliver(const DeliveryAttempt& attempt) override {
    DeliveryOutcome outcome;
    if (attempt.addresses[0].text.starts_with("bad"))
      outcome = {.kind = DeliveryClass::permanent, .error = "refused"};
    return {outcome};
  }
  std::string preview(const DeliveryAttempt&) override { return {}; }
  bool repeats_ambiguous() const override { return true; }
};

NotificationMessage message_to(std::vector<std::string> to) {
  NotificationMessage message;
  message.channel = "taker";
  message.to = std::move(to);
  return message;
}

}  // namespace

TEST_CASE("A kernel with metrics counts what is sent, by channel") {
  Scratch scratch;
  Config config = Config::parse("{}");
  config.set("state_dir", scratch.path("state"));
  config.set("metrics.backend", "memory");
  ObjectOS os(config);
  os.register_plugin(std::make_unique<NotificationPlugin>());
  os.register_plugin(std::make_unique<MetricsPlugin>());
  os.start();
  const auto service = os.get_service<Notification>("notification");
  service->add_channel(std::make_shared<Taker>());
  service->send(message_to({"a", "b", "bad"}));
  const auto metrics = os.get_service<Metrics>("metrics");
  CHECK(metrics->get_metric("notification.sent").at(0).value == 2);
  CHECK(metrics->get_metric("notification.sent").at(0).labels == Labels{{"channel", "taker"}});
  CHECK(metrics->get_metric("notification.errors").at(0).value == 1);
  CHECK(metrics->get_metric("notification.duration").at(0).count == 3);
  os.stop();
}

TEST_CASE("A kernel with i18n translates templates by it") {
  Scratch scratch;
  std::ofstream(scratch.path("hi.text.hbs")) << "{{t \"hello\" name=name}}";
  Config config = Config::parse("{}");
  config.set("state_dir", scratch.path("state"));
  config.set("notification.templates", scratch.path("."));
  const bool has_i18n = GENERATE(true, false);
  ObjectOS os(config);
  os.register_plugin(std::make_unique<NotificationPlugin>());
  if (has_i18n) os.register_plugin(std::make_unique<I18nPlugin>());
  os.start();
  // What is in no file, only the service of the kernel can know.
  if (has_i18n) os.get_service<I18n>("i18n")->add_translations("de", R"({"hello": "Guten Tag, {{name}}"})");
  NotificationMessage message;
  message.channel = "inbox";
  os.get_service<Notification>("notification")
      ->render_template({.name = "hi", .data = R"({"name": "Ada"})", .locale = "de"}, message);
  CHECK(message.body == (has_i18n ? "Guten Tag, Ada" : "hello"));
  os.stop();
}

TEST_CASE("Without metrics it sends all the same") {
  Scratch scratch;
  Notification service(sqlite::notification_queue({.path = scratch.path("q.db")}, Clock::system()));
  service.add_channel(std::make_shared<Taker>());
  CHECK(service.send(message_to({"a"})).at(0).state == DeliveryState::sent);
  CHECK(thrown_code([&] { service.channel("nosuch"); }) == "usage");
  CHECK(service.channels() == std::vector<std::string>{"inbox", "taker"});
}

TEST_CASE("A target stands for addresses, or for one that stays out of the queue") {
  ::setenv("TEST_HOOK_TOKEN", "token-123456", 1);
  const AddressBook book(Config::parse(R"({"notification": {"targets": {
    "team": {"channel": "email", "to": ["a@x.test", "b@x.test"]},
    "one": "c@x.test",
    "hook": {"channel": "webhook", "url": "https://x.test/secret", "auth": "bearer:env:TEST_HOOK_TOKEN", "method": "PUT",
             "headers": {"X-A": "b"}, "sign": "github:literal-secret"}}}})"));
  NotificationMessage message;
  message.to = {"@team", "d@x.test", "@one"};
  book.expand(message);
  CHECK(message.channel == "email");
  CHECK(message.to == std::vector<std::string>{"a@x.test", "b@x.test", "d@x.test", "c@x.test"});
  NotificationMessage call;
  call.to = {"@hook"};
  book.expand(call);
  CHECK(call.channel == "webhook");
  CHECK(call.to == std::vector<std::string>{"@hook"});
  const DeliveryAddress address = book.resolve(call, "@hook");
  CHECK(address.text == "https://x.test/secret");
  CHECK(address.login.bearer == "token-123456");
  CHECK(address.method == "PUT");
  CHECK(address.headers == std::vector<HttpHeader>{{"X-A", "b"}});
  CHECK(address.signature.secrets == std::vector<std::string>{"literal-secret"});
  message.to = {"@hook"};
  CHECK(thrown_code([&] { book.expand(message); }) == "usage");  // another channel's
  message.to = {"@taem"};
  CHECK(thrown([&] { book.expand(message); }).find("@") == std::string::npos);
}

TEST_CASE("A target that makes no sense is refused with its place") {
  for (const char* target : {"{}", "1", R"({"to": 1})", R"({"to": "a", "url": "b"})", R"({"urll": "b"})",
                             R"({"channel": "email"})"}) {
    const Config config =
        Config::parse(R"({"notification": {"targets": {"x": )" + std::string(target) + "}}}");
    const std::string text = thrown([&] { AddressBook(config).names(); });
    CHECK(text.starts_with("usage: notification.targets.x"));
  }
}

TEST_CASE("A message is read back as it was written") {
  NotificationMessage message;
  message.channel = "email";
  message.to = {"a@x.test", "b \"c\" <d@x.test>"};
  message.cc = {"e@x.test"};
  message.bcc = {"f@x.test"};
  message.subject = "é \"quoted\" \\ ";
  message.body = "line\nline\ttab";
  message.html = "<p>";
  message.reply_to = "g@x.test";
  message.from = "h@x.test";
  message.headers = {{"X-A", "b"}, {"X-A", "c"}};
  message.method = "PUT";
  message.auth = "bearer:env:A";
  message.sign = "github:env:B";
  message.files = {{"a.txt", "text/plain", "", std::string("\0\xff", 2)}, {"b.png", "", "b.png", ""}};
  message.raw = "From: x\n\nbody \xff";
  message.may_reach_private = false;
  QueuedMessage stored;
  write_message(message, stored);
  const NotificationMessage read = read_message(stored);
  CHECK(read.to == message.to);
  CHECK(read.cc == message.cc);
  CHECK(read.bcc == message.bcc);
  CHECK(read.subject == message.subject);
  CHECK(read.body == message.body);
  CHECK(read.html == message.html);
  CHECK(read.reply_to == message.reply_to);
  CHECK(read.from == message.from);
  CHECK(read.headers == message.headers);
  CHECK(read.method == message.method);
  CHECK(read.auth == message.auth);
  CHECK(read.sign == message.sign);
  CHECK(read.raw == message.raw);
  CHECK(read.may_reach_private == false);
  REQUIRE(read.files.size() == 2);
  CHECK(read.files[0].bytes == message.files[0].bytes);
  CHECK(read.files[1].content_id == "b.png");
  QueuedMessage other;
  write_message(read, other);
  CHECK(other.fingerprint == stored.fingerprint);
  message.files[0].bytes += "x";
  write_message(message, other);
  CHECK(other.fingerprint != stored.fingerprint);
}

TEST_CASE("Waiting doubles, has a ceiling, and a quarter of chance") {
  const NotificationOptions options{.retry_delay = Millis(1'000), .max_delay = Millis(10'000), .lease = {}};
  for (int i = 0; i < 50; ++i) {
    for (const auto& [attempts, least] :
         {std::pair(1, 1'000), {2, 2'000}, {3, 4'000}, {4, 8'000}, {5, 10'000}, {60, 10'000}}) {
      const auto wait = delay_after(attempts, options).count();
      CHECK(wait >= least);
      CHECK(wait <= least + least / 4);
    }
  }
}

TEST_CASE("What an HTTP status means") {
  const HttpUrl url = HttpUrl::parse("https://x.test/");
  const auto kind = [&url](int status) {
    HttpResponse response;
    response.status = status;
    return outcome_of_status(response, url).kind;
  };
  for (const int status : {200, 201, 202, 204}) CHECK(kind(status) == DeliveryClass::ok);
  for (const int status : {301, 302, 307, 400, 401, 403, 404, 405, 410, 413, 422})
    CHECK(kind(status) == DeliveryClass::permanent);
  for (const int status : {408, 425, 429, 500, 502, 503, 504})
    CHECK(kind(status) == DeliveryClass::transient);
}
