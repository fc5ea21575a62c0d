// The module `curl`, against servers that are told what to say.
#include "objectos/http_client.hpp"

#include <csignal>
#include <thread>

#include "catch.hpp"
#include "http_server.hpp"
#include "thrown.hpp"

namespace {

using namespace objectos;

HttpRequest request(const std::string& url, const std::string& method = "GET", const std::string& body = "") {
  HttpRequest request{.method = method, .url = HttpUrl::parse(url)};
  request.body = body;
  return request;
}

HttpFailure failure_of(HttpClient& client, const HttpRequest& request) {
  try {
    client.send(request);
  } catch (const HttpError& error) {
    CHECK(std::string(error.what()).starts_with(request.url.place() + ": "));
    return error.failure();
  }
  FAIL("no error");
  return HttpFailure::not_sent;
}

}  // namespace

TEST_CASE("http: a request arrives as it was made, and so does its answer", "[http]") {
  HttpServer server([](const auto&) { return HttpServer::ok("done", "X-Id: a\r\nx-ID: b\r\n"); });
  const auto client = open_http_client();
  HttpRequest put = request(server.url("/a/../b%2F?c=d"), "PUT", std::string("x\0y\n", 4));
  put.headers = {{"Content-Type", "text/plain"}, {"X-Empty", ""}};
  put.url.login = {.user = "Aladdin", .password = "open sesame", .bearer = {}};
  const HttpResponse response = client->send(put);
  CHECK(response.status == 200);
  CHECK(response.body == "done");
  CHECK_FALSE(response.is_cut);
  CHECK(response.header("x-id") == "a");
  CHECK_FALSE(response.retry_after);
  const auto asked = server.asked();
  REQUIRE(asked.size() == 1);
  CHECK(asked[0].head.starts_with("PUT /a/../b%2F?c=d HTTP/1.1\r\n"));
  CHECK(asked[0].head.find("\r\nContent-Type: text/plain\r\n") != std::string::npos);
  CHECK(asked[0].head.find("\r\nX-Empty:\r\n") != std::string::npos);
  CHECK(asked[0].head.find("\r\nAuthorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n") != std::string::npos);
  CHECK(asked[0].head.find("Expect") == std::string::npos);
  CHECK(asked[0].body == std::string("x\0y\n", 4));
}

TEST_CASE("http: methods, and who asks", "[http]") {
  HttpServer server([](const auto& asked) {
    return asked.head.starts_with("HEAD") ? "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n" : HttpServer::ok();
  });
  const auto client = open_http_client();
  for (const char* method : {"GET", "DELETE", "HEAD", "POST", "PUT", "PATCH"}) {
    HttpRequest plain = request(server.url(), method);
    plain.url.login.bearer = "a-token";
    CHECK(client->send(plain).status == 200);
    const auto asked = server.asked().back();
    CHECK(asked.head.starts_with(std::string(method) + " / HTTP/1.1\r\n"));
    CHECK(asked.head.find("\r\nAuthorization: Bearer a-token\r\n") != std::string::npos);
    CHECK(asked.head.find("Content-Type") == std::string::npos);
  }
  // A handle that is used again brings nothing along.
  client->send(request(server.url()));
  CHECK(server.asked().back().head.find("Authorization") == std::string::npos);
  CHECK(server.connections() == 1);
}

TEST_CASE("http: what would be another request is refused", "[http]") {
  HttpServer server([](const auto&) { return HttpServer::ok(); });
  const auto client = open_http_client();
  const auto refused = [&](auto change) {
    HttpRequest bad = request(server.url(), "POST", "x");
    change(bad);
    return thrown_code([&] { client->send(bad); }) == "usage";
  };
  CHECK(refused([](HttpRequest& r) { r.method = "GET / HTTP/1.1\r\nX: y"; }));
  CHECK(refused([](HttpRequest& r) { r.method = ""; }));
  CHECK(refused([](HttpRequest& r) { r.headers = {{"X", "a\r\nY: b"}}; }));
  CHECK(refused([](HttpRequest& r) { r.headers = {{"X", "a\nY: b"}}; }));
  CHECK(refused([](HttpRequest& r) { r.headers = {{"X", std::string("a\0b", 3)}}; }));
  CHECK(refused([](HttpRequest& r) { r.headers = {{"X:", "a"}}; }));
  CHECK(refused([](HttpRequest& r) { r.headers = {{"", "a"}}; }));
  CHECK(refused([](HttpRequest& r) { r.url.login.bearer = "a\r\nX: y"; }));
  CHECK(refused([](HttpRequest& r) { r.url.login.user = "a:b"; }));
  CHECK(server.asked().empty());
}

TEST_CASE("http: a redirection is an answer", "[http]") {
  HttpServer server(
      [](const auto&) { return "HTTP/1.1 302 Found\r\nLocation: /there\r\nContent-Length: 0\r\n\r\n"; });
  const HttpResponse response = open_http_client()->send(request(server.url()));
  CHECK(response.status == 302);
  CHECK(response.header("location") == "/there");
  CHECK(server.asked().size() == 1);
}

TEST_CASE("http: the size of an answer is limited", "[http]") {
  HttpServer server([](const auto& asked) {
    if (asked.head.starts_with("GET /headers ")) {
      std::string many = "HTTP/1.1 200 OK\r\n";
      for (int i = 0; i < 100; ++i) many += "X-" + std::to_string(i) + ": " + std::string(1000, 'x') + "\r\n";
      return many + "\r\n";
    }
    return HttpServer::ok(std::string(100, 'x'));
  });
  const auto client = open_http_client();
  HttpRequest small = request(server.url());
  small.max_answer = 99;
  CHECK(client->send(small).body == std::string(99, 'x'));
  CHECK(client->send(small).is_cut);
  small.max_answer = 0;
  CHECK(client->send(small).is_cut);
  small.max_answer = 100;
  CHECK_FALSE(client->send(small).is_cut);
  CHECK(thrown([&] { client->send(request(server.url("/headers"))); }).find("headers without end") !=
        std::string::npos);
}

TEST_CASE("http: Retry-After is seconds or a time", "[http]") {
  HttpServer server([](const auto& asked) {
    if (asked.head.starts_with("GET /seconds ")) return HttpServer::ok("", "Retry-After: 7\r\n");
    if (asked.head.starts_with("GET /huge ")) return HttpServer::ok("", "Retry-After: 99999999999\r\n");
    if (asked.head.starts_with("GET /time "))
      return HttpServer::ok("", "Retry-After: Fri, 31 Dec 2100 23:59:59 GMT\r\n");
    return HttpServer::ok("", "Retry-After: -5\r\n");
  });
  const auto client = open_http_client();
  CHECK(client->send(request(server.url("/seconds"))).retry_after == Millis(7000));
  CHECK(client->send(request(server.url("/huge"))).retry_after == Millis(31'536'000'000));
  CHECK(client->send(request(server.url("/time"))).retry_after > Millis(86'400'000));
  CHECK_FALSE(client->send(request(server.url("/other"))).retry_after);
}

TEST_CASE("http: it is known whether something was sent", "[http]") {
  std::signal(SIGPIPE, SIG_DFL);  // none may come
  HttpServer server([](const auto&) { return std::string(); });
  const auto client = open_http_client();
  CHECK(failure_of(*client, request(server.url(), "POST", "x")) == HttpFailure::unknown);
  CHECK(failure_of(*client, request(server.url())) == HttpFailure::unknown);
  CHECK(failure_of(*client, request("http://127.0.0.1:1/", "POST", "x")) == HttpFailure::not_sent);
  CHECK(failure_of(*client, request("http://no.such.host.invalid/", "POST", "x")) == HttpFailure::not_sent);
  CHECK(failure_of(*client, request("https://127.0.0.1:" + std::to_string(server.port()), "POST", "x")) ==
        HttpFailure::not_sent);
  // A server that goes away while a long body is on its way to it.
  HttpServer early([](const auto&) { return std::string(); });
  HttpRequest large = request(early.url(), "POST", std::string(8 << 20, 'x'));
  CHECK(failure_of(*client, large) == HttpFailure::unknown);
  HttpRequest bad_authorities = request("https://127.0.0.1:" + std::to_string(server.port()));
  bad_authorities.ca = "/nowhere.pem";
  CHECK(failure_of(*client, bad_authorities) == HttpFailure::untrusted);
  CHECK(thrown_code([&] { client->send(bad_authorities); }) == "usage");
}

TEST_CASE("http: a server that hangs is left in time", "[http]") {
  std::atomic<bool> go_on = false;
  HttpServer server([&](const auto&) {
    while (!go_on) std::this_thread::yield();
    return HttpServer::ok();
  });
  HttpRequest hanging = request(server.url(), "POST", "x");
  hanging.timeout = Millis(100);
  const auto client = open_http_client();
  CHECK(thrown([&] { client->send(hanging); }) ==
        "unavailable: " + hanging.url.place() + ": no answer within 100ms");
  CHECK(failure_of(*client, hanging) == HttpFailure::unknown);
  go_on = true;
}

TEST_CASE("http: a body is not sent a second time when a kept connection is dead", "[http]") {
  std::atomic<int> count = 0;
  HttpServer server([&](const auto&) { return count++ == 0 ? HttpServer::ok() : std::string(); });
  const auto client = open_http_client();
  client->send(request(server.url(), "POST", "one"));
  CHECK(failure_of(*client, request(server.url(), "POST", "two")) == HttpFailure::unknown);
  CHECK(server.asked().size() == 2);
}

TEST_CASE("http: private addresses are refused where they are not allowed", "[http]") {
  HttpServer server([](const auto&) { return HttpServer::ok(); });
  const auto client = open_http_client();
  CHECK(client->send(request(server.url())).status == 200);  // and leaves a connection
  const std::string port = std::to_string(server.port());
  for (const std::string host :
       {"127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "[::ffff:127.0.0.1]"}) {
    CAPTURE(host);
    HttpRequest guarded = request("http://" + host + ":" + port + "/", "POST", "x");
    guarded.allow_private = false;
    CHECK(failure_of(*client, guarded) == HttpFailure::refused);
    CHECK(thrown_code([&] { client->send(guarded); }) == "denied");
  }
  CHECK(server.asked().size() == 1);
}

TEST_CASE("http: a proxy is used, but not where private addresses are refused", "[http]") {
  HttpServer proxy([](const auto&) { return HttpServer::ok("by proxy"); });
  ::setenv("http_proxy", proxy.url().c_str(), 1);
  const auto client = open_http_client();
  HttpRequest far = request("http://far.example.invalid/x");
  CHECK(client->send(far).body == "by proxy");
  CHECK(proxy.asked().back().head.starts_with("GET http://far.example.invalid/x HTTP/1.1\r\n"));
  far.allow_private = false;
  CHECK(failure_of(*client, far) == HttpFailure::not_sent);
  CHECK(proxy.asked().size() == 1);
  ::unsetenv("http_proxy");
}

TEST_CASE("http: threads send at the same time", "[http]") {
  std::atomic<int> inside = 0;
  HttpServer server([&](const auto& asked) {
    // All are there before one is answered.
    ++inside;
    while (inside < 4) std::this_thread::yield();
    return HttpServer::ok(asked.body);
  });
  const auto client = open_http_client();
  std::vector<std::thread> threads;
  std::atomic<int> good = 0;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      for (int turn = 0; turn < 20; ++turn)
        good += client->send(request(server.url(), "POST", std::to_string(i))).body == std::to_string(i);
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(good == 80);
  CHECK(server.connections() == 4);
}
