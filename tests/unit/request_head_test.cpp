#include "http/request_head.hpp"

#include "catch.hpp"

using objectos::http::HeadReading;
using objectos::http::max_head_bytes;
using objectos::http::read_head;

namespace {

std::string with_fields(const std::string& fields) {
  return "GET / HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n";
}

int status_of(const std::string& bytes) {
  return read_head(bytes).status;
}

}  // namespace

TEST_CASE("head: a request is taken apart") {
  const std::string bytes =
      "PUT /a%20b/c?x=1&y HTTP/1.1\r\nHost: example\r\nX-Some:  two words \r\nContent-Length: "
      "3\r\n\r\nabcGET";
  const HeadReading reading = read_head(bytes);
  REQUIRE(reading.head);
  CHECK(reading.size == bytes.size() - 6);
  CHECK(reading.head->method == "PUT");
  CHECK(reading.head->path == "/a%20b/c");
  CHECK(reading.head->query == "x=1&y");
  CHECK(*reading.head->find("x-some") == "two words");
  CHECK(reading.head->body_bytes == 3);
  CHECK(reading.head->keeps_alive);
  CHECK_FALSE(reading.head->find("x-other"));
}

TEST_CASE("head: what has not come whole is waited for") {
  const std::string bytes = with_fields("A: b\r\n");
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    INFO(size);
    const HeadReading reading = read_head(bytes.substr(0, size));
    CHECK_FALSE(reading.head);
    CHECK(reading.status == 0);
  }
  CHECK(read_head(bytes).head);
}

TEST_CASE("head: an empty line in front is passed over") {
  const HeadReading reading = read_head("\r\n" + with_fields(""));
  REQUIRE(reading.head);
  CHECK(reading.size == with_fields("").size() + 2);
}

TEST_CASE("head: a whole URL is its path") {
  const HeadReading reading = read_head("GET http://other/path?q HTTP/1.1\r\nHost: x\r\n\r\n");
  REQUIRE(reading.head);
  CHECK(reading.head->path == "/path");
  CHECK(reading.head->query == "q");
  CHECK(read_head("GET HTTP://other HTTP/1.1\r\nHost: x\r\n\r\n").head->path == "/");
}

TEST_CASE("head: connections are kept unless somebody says otherwise") {
  CHECK(read_head(with_fields("Connection: keep-alive\r\n")).head->keeps_alive);
  CHECK_FALSE(read_head(with_fields("Connection: Close\r\n")).head->keeps_alive);
  CHECK_FALSE(read_head(with_fields("Connection: x, close\r\n")).head->keeps_alive);
  CHECK_FALSE(read_head("GET / HTTP/1.0\r\n\r\n").head->keeps_alive);
}

TEST_CASE("head: what two servers might read in two ways is refused") {
  const char* const fields[] = {"Content-Length: 1\r\nContent-Length: 1\r\n",
                                "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n",
                                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
                                "Content-Length: +1\r\n",
                                "Content-Length: 1, 1\r\n",
                                "Content-Length: 0x1\r\n",
                                "Content-Length: \r\n",
                                "Content-Length: -1\r\n",
                                "Content-Length: 9999999999999999999\r\n",
                                "Content-Length : 1\r\n",
                                "Host: y\r\n",
                                "A: b\r\n folded\r\n",
                                " A: b\r\n",
                                "A\r\n",
                                ": b\r\n",
                                "A: b\rc\r\n",
                                "A: b\nC: d\r\n",
                                "A: \x01\r\n"};
  for (const char* bad : fields) {
    INFO(bad);
    CHECK(status_of(with_fields(bad)) == 400);
  }
  CHECK(status_of(with_fields(std::string("A: b\0c\r\n", 8))) == 400);
  CHECK(status_of(with_fields("Transfer-Encoding: gzip, chunked\r\n")) == 501);
  CHECK(status_of(with_fields("Transfer-Encoding: xchunked\r\n")) == 501);
  CHECK(status_of("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n") == 400);
}

TEST_CASE("head: first lines that are none") {
  const std::pair<const char*, int> lines[] = {{"GET /", 400},
                                               {"GET / HTTP/1.1 ", 400},
                                               {"GET  / HTTP/1.1", 400},
                                               {"GET / /x HTTP/1.1", 400},
                                               {" GET / HTTP/1.1", 400},
                                               {"GET x HTTP/1.1", 400},
                                               {"GET * HTTP/1.1", 400},
                                               {"GET /\x7f HTTP/1.1", 400},
                                               {"GET /\xc3\xa4 HTTP/1.1", 400},
                                               {"GET /#x HTTP/1.1", 400},
                                               {"GET / HTTP/2.0", 505},
                                               {"GET / HTTP/1.2", 505},
                                               {"GET / http/1.1", 400},
                                               {"TRACE / HTTP/1.1", 501},
                                               {"get / HTTP/1.1", 501}};
  for (const auto& [line, status] : lines) {
    INFO(line);
    CHECK(status_of(std::string(line) + "\r\nHost: x\r\n\r\n") == status);
  }
  CHECK(status_of("GET / HTTP/1.1\r\n\r\n") == 400);  // no Host
  CHECK(status_of("GET / HTTP/1.1\nHost: x\n\n") == 400);
}

TEST_CASE("head: too much of it") {
  const std::string path(9'000, 'x');
  CHECK(status_of("GET /" + path + " HTTP/1.1\r\nHost: x\r\n\r\n") == 414);
  CHECK(status_of(std::string(max_head_bytes + 1, 'x')) == 414);
  const std::string many = "GET / HTTP/1.1\r\nHost: x\r\nA: " + std::string(max_head_bytes, 'x');
  CHECK(status_of(many) == 431);
  CHECK(status_of(many + "\r\n\r\n") == 431);
}

TEST_CASE("head: who waits to be told to go on") {
  CHECK(read_head("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nExpect: 100-Continue\r\n\r\n")
            .head->waits_for_continue);
  CHECK_FALSE(read_head(with_fields("Expect: 100-continue\r\n")).head->waits_for_continue);
  CHECK(status_of(with_fields("Expect: more\r\n")) == 417);
}
