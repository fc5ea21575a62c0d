#include "catch.hpp"
#include "objectos/http_client.hpp"
#include "objectos/log.hpp"
#include "thrown.hpp"

namespace {

using namespace objectos;

}  // namespace

TEST_CASE("a URL is taken apart", "[http]") {
  const HttpUrl plain = HttpUrl::parse("http://example.com");
  CHECK_FALSE(plain.is_secure);
  CHECK(plain.host == "example.com");
  CHECK(plain.port == 80);
  CHECK(plain.path == "/");
  CHECK(plain.place() == "example.com:80");
  CHECK(plain.text() == "http://example.com:80/");

  const HttpUrl full = HttpUrl::parse("https://us%40er:p%3Aw%2Fd1@[::1]:8443/a%20b?wait=true&x#there");
  CHECK(full.is_secure);
  CHECK(full.login.user == "us@er");
  CHECK(full.login.password == "p:w/d1");
  CHECK(full.host == "::1");
  CHECK(full.place() == "[::1]:8443");
  CHECK(full.path == "/a%20b");
  CHECK(full.query == "wait=true&x");
  CHECK(full.text() == "https://[::1]:8443/a%20b?wait=true&x");
  CHECK(redact("it was p:w/d1") == "it was ***");

  CHECK(HttpUrl::parse("https://a.example?q").text() == "https://a.example:443/?q");
}

TEST_CASE("what is no URL is refused without being repeated", "[http]") {
  for (const std::string url : {"",
                                "example.com",
                                "ftp://secret-word.example/",
                                "http://",
                                "http://:80/secret-word",
                                "http://h:0/secret-word",
                                "http://h:65536/secret-word",
                                "http://h:8x/secret-word",
                                "http://h:/secret-word",
                                "http://[::1/secret-word",
                                "http://[::1]x/secret-word",
                                "http://[secret-word]/",
                                "http://a b/secret-word",
                                "http://h/secret-word x",
                                "http://h/secret-word\r\nX: y",
                                "http://h/secret-wördchen",
                                "http://u:secret-word%@h/",
                                "http://u:secret-word%00@h/",
                                "http://secret-wörd.example/",
                                "http://h\xff/"}) {
    CAPTURE(url);
    const std::string error = thrown([&] { HttpUrl::parse(url); });
    CHECK(error.starts_with("usage: "));
    CHECK(error.find("secret") == error.npos);
  }
}

TEST_CASE("an excerpt of an answer is one printable line without secrets", "[http]") {
  HttpResponse response;
  CHECK(response.excerpt().empty());
  response.body = "  pushed metrics are\n\tinvalid: \x1b[31m \xff\r\n";
  CHECK(response.excerpt() == "pushed metrics are invalid: \\x1b[31m \\xff");
  add_secret("swordfish-of-a-test");
  response.body = "you said swordfish-of-a-test";
  CHECK(response.excerpt() == "you said ***");
  response.body.assign(1000, ' ');
  for (int i = 0; i < 400; ++i) response.body += "ü";
  const std::string excerpt = response.excerpt();
  CHECK(excerpt.ends_with("ü…"));
  CHECK(excerpt.size() <= 303);
  CHECK(is_utf8(excerpt));
}

TEST_CASE("a header is found by its name", "[http]") {
  HttpResponse response;
  response.headers = {{"etag", "1"}, {"x", ""}, {"etag", "2"}};
  CHECK(response.header("etag") == "1");
  CHECK(response.header("x") == "");
  CHECK_FALSE(response.header("y"));
}
