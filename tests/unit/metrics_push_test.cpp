#include "metrics/push.hpp"

#include <deque>
#include <variant>

#include "catch.hpp"
#include "thrown.hpp"

namespace {

using namespace objectos;

/// Answers what it is given, one after the other; the last one for ever.
struct FakeHttp final : HttpClient {
  using Answer = std::variant<HttpResponse, HttpError>;
  std::deque<Answer> answers;
  std::vector<HttpRequest> requests;

  explicit FakeHttp(std::deque<Answer> given) : answers(std::move(given)) {}
  HttpResponse send(const HttpRequest& request) override {
    requests.push_back(request);
    const Answer answer = answers.front();
    if (answers.size() > 1) answers.pop_front();
    if (const auto* error = std::get_if<HttpError>(&answer)) throw *error;
    return std::get<HttpResponse>(answer);
  }
};

struct FakePause final : metrics::Pause {
  SteadyPoint time{};
  std::vector<Millis> waits;
  SteadyPoint now() const override { return time; }
  void sleep(Millis wait) override {
    waits.push_back(wait);
    time += wait;
  }
};

HttpResponse answer(int status, const std::string& body = "", std::optional<Millis> retry_after = {}) {
  HttpResponse response;
  response.status = status;
  response.body = body;
  response.retry_after = retry_after;
  return response;
}

HttpError failure(HttpFailure kind) {
  return HttpError(Error(Errc::unavailable, Message("test.failure", "no")), kind);
}

MetricsPush nightly() {
  MetricsPush push{.gateway = HttpUrl::parse("http://gateway.example:9091/prefix/"), .job = "nightly"};
  push.group = {{"instance", "a"}};
  return push;
}

struct Kit {
  Metrics metrics{memory_metrics()};
  FakePause pause;
  Kit() { metrics.increment_counter("hits", 2, {{"kind", "io"}}); }
  int push(FakeHttp& http, const MetricsPush& push = nightly()) {
    return metrics::push(metrics, http, push, pause);
  }
};

}  // namespace

TEST_CASE("push: the path says job and group", "[metrics][push]") {
  MetricsPush push = nightly();
  CHECK(metrics::push_path(push) == "/metrics/job/nightly/instance/a");
  push.job = "nightly/backup";
  push.group = {{"empty", ""},
                {"dots", ".."},
                {"dot", "."},
                {"plain", "a b%é+"},
                {"path",
                 "/??"
                 "?>"},
                {"app.x", "y"}};
  CHECK(metrics::push_path(push) ==
        "/metrics/job@base64/bmlnaHRseS9iYWNrdXA/empty@base64/=/dots@base64/Li4/dot@base64/Lg/"
        "plain/a%20b%25%C3%A9%2B/path@base64/Lz8_Pz4/app_x/y");
}

TEST_CASE("push: one request with everything", "[metrics][push]") {
  Kit kit;
  FakeHttp http({answer(200)});
  CHECK(kit.push(http) == 200);
  REQUIRE(http.requests.size() == 1);
  const HttpRequest& request = http.requests[0];
  CHECK(request.method == "PUT");
  CHECK(request.url.text() == "http://gateway.example:9091/prefix/metrics/job/nightly/instance/a");
  CHECK(request.headers ==
        std::vector<HttpHeader>{{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"}});
  CHECK(request.body == kit.metrics.export_prometheus());
  CHECK(request.connect_timeout == Millis(2'000));
  CHECK(request.timeout == Millis(5'000));
  MetricsPush post = nightly();
  post.method = MetricsPush::Method::post;
  CHECK(kit.push(http, post) == 200);
  CHECK(http.requests[1].method == "POST");
}

TEST_CASE("push: another try when it may succeed, later and later, within the limit", "[metrics][push]") {
  Kit kit;
  for (const FakeHttp::Answer& bad :
       {FakeHttp::Answer(answer(500)), FakeHttp::Answer(answer(503)),
        FakeHttp::Answer(failure(HttpFailure::not_sent)), FakeHttp::Answer(failure(HttpFailure::unknown))}) {
    FakeHttp http({bad, bad, bad, answer(202)});
    FakePause pause;
    CHECK(metrics::push(kit.metrics, http, nightly(), pause) == 202);
    REQUIRE(pause.waits.size() == 3);
    CHECK((pause.waits[0] >= Millis(100) && pause.waits[0] <= Millis(200)));
    CHECK((pause.waits[1] >= Millis(200) && pause.waits[1] <= Millis(400)));
    CHECK((pause.waits[2] >= Millis(400) && pause.waits[2] <= Millis(800)));
  }
  FakeHttp never({answer(502, "bad gateway")});
  CHECK(thrown([&] { kit.push(never); }) ==
        "unavailable: gateway.example:9091: the server answered 502: bad gateway");
  CHECK(kit.pause.time.time_since_epoch() <= Millis(10'000));
  CHECK(kit.pause.time.time_since_epoch() > Millis(7'000));
  CHECK(never.requests.size() >= 6);
  // The last tries have no more time than is left.
  CHECK(never.requests.back().timeout <=
        Millis(10'000) - kit.pause.time.time_since_epoch() + kit.pause.waits.back());
}

TEST_CASE("push: not before the server wants it", "[metrics][push]") {
  Kit kit;
  FakeHttp http({answer(503, "", Millis(3'000)), answer(200)});
  CHECK(kit.push(http) == 200);
  CHECK(kit.pause.waits == std::vector<Millis>{Millis(3'000)});
  FakeHttp later({answer(503, "busy", Millis(11'000))});
  CHECK(thrown([&] { kit.push(later); }).find("503: busy") != std::string::npos);
  CHECK(later.requests.size() == 1);
}

TEST_CASE("push: what another try cannot mend is said at once", "[metrics][push]") {
  Kit kit;
  const std::pair<int, std::string> codes[] = {
      {400, "data"},   {413, "data"},        {422, "data"},        {401, "denied"},     {403, "denied"},
      {407, "denied"}, {404, "unavailable"}, {302, "unavailable"}, {429, "unavailable"}};
  for (const auto& [status, code] : codes) {
    CAPTURE(status);
    FakeHttp http({answer(status, "why\nso")});
    CHECK(thrown([&] { kit.push(http); }) ==
          code + ": gateway.example:9091: the server answered " + std::to_string(status) + ": why so");
    CHECK(http.requests.size() == 1);
  }
  for (const HttpFailure kind : {HttpFailure::untrusted, HttpFailure::refused}) {
    FakeHttp http({failure(kind)});
    CHECK(thrown([&] { kit.push(http); }) == "unavailable: no");
    CHECK(http.requests.size() == 1);
  }
  CHECK(kit.pause.waits.empty());
}

TEST_CASE("push: what the Pushgateway would overwrite is refused", "[metrics][push]") {
  Kit kit;
  FakeHttp http({answer(200)});
  MetricsPush push = nightly();
  push.group = {{"kind", "db"}};
  CHECK(thrown([&] { kit.push(http, push); }) ==
        "data: hits has the label kind, which the Pushgateway would overwrite");
  push.group = {{"kind", "io"}};  // the same value
  CHECK(kit.push(http, push) == 200);
  kit.metrics.increment_counter("runs", 1, {{"job", "other"}});
  CHECK(thrown([&] { kit.push(http); }) ==
        "data: runs has the label job, which the Pushgateway would overwrite");
  CHECK(http.requests.size() == 1);
}

TEST_CASE("push: a grouping label wins over a default label", "[metrics][push]") {
  Metrics metrics(
      memory_metrics(),
      {.enabled = true, .prefix = "app_", .default_labels = {{"instance", "default"}, {"zone", "z"}}});
  metrics.set_gauge("depth", 1);
  FakeHttp http({answer(200)});
  FakePause pause;
  metrics::push(metrics, http, nightly(), pause);
  CHECK(http.requests[0].body.find("\napp_depth{zone=\"z\"} 1\n") != std::string::npos);
}

TEST_CASE("push: words that make no group", "[metrics][push]") {
  Kit kit;
  FakeHttp http({answer(200)});
  const auto code = [&](auto change) {
    MetricsPush push = nightly();
    change(push);
    return thrown_code([&] { kit.push(http, push); });
  };
  CHECK(code([](MetricsPush& p) { p.job = ""; }) == "usage");
  CHECK(code([](MetricsPush& p) { p.job = "\xff"; }) == "usage");
  for (const char* name : {"job", "", "1a", "a b", "__x", "le", "quantile", "a:b"}) {
    CAPTURE(name);
    CHECK(code([&](MetricsPush& p) { p.group = {{name, "x"}}; }) == "usage");
  }
  CHECK(code([](MetricsPush& p) { p.group = {{"a", "x"}, {"a", "y"}}; }) == "usage");
  CHECK(code([](MetricsPush& p) { p.group = {{"a.b", "x"}, {"a_b", "y"}}; }) == "data");
  CHECK(code([](MetricsPush& p) { p.gateway.query = "x"; }) == "usage");
  CHECK(http.requests.empty());
}
