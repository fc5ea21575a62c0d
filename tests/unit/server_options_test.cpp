#include "kernel/server_options.hpp"

#include "catch.hpp"
#include "objectos/error.hpp"
#include "thrown.hpp"

namespace {

using namespace objectos;
using Topology = ServerOptions::Topology;

ServerOptions of(std::string_view url, const Config& config = Config()) {
  return server_options_of_url(config, "storage", url);
}

std::string refusal(std::string_view url) {
  try {
    of(url);
  } catch (const Error& error) {
    CHECK(error.code() == Errc::usage);
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("server: a Redis URL names host, port, login and database", "[server]") {
  const auto plain = of("redis://example.org");
  CHECK(plain.endpoints == std::vector{Endpoint{"example.org", 6379, {}}});
  CHECK_FALSE(plain.tls);
  CHECK(plain.db == 0);
  CHECK(plain.key_prefix == "objectos:storage:");
  const auto full = of("rediss://u%40x:p%3Aw%2F@[::1]:7000/3");
  CHECK(full.tls);
  CHECK(full.login.user == "u@x");
  CHECK(full.login.password == "p:w/");
  CHECK(full.endpoints == std::vector{Endpoint{"::1", 7000, {}}});
  CHECK(full.endpoints[0].text() == "[::1]:7000");
  CHECK(full.db == 3);
  CHECK(of("redis://:secret@h").login.user.empty());
  CHECK(of("redis://:secret@h").login.password == "secret");
}

TEST_CASE("server: sockets, sentinels and clusters have URLs of their own", "[server]") {
  CHECK(of("redis+unix:///run/redis%20x.sock").endpoints[0].path == "/run/redis x.sock");
  const auto sentinel = of("redis+sentinel://a:1,b/main/2");
  CHECK(sentinel.topology == Topology::sentinel);
  CHECK(sentinel.endpoints == std::vector{Endpoint{"a", 1, {}}, Endpoint{"b", 26379, {}}});
  CHECK(sentinel.master == "main");
  CHECK(sentinel.db == 2);
  const auto cluster = of("rediss+cluster://a:1,[::2]:2");
  CHECK(cluster.topology == Topology::cluster);
  CHECK(cluster.tls);
  CHECK(cluster.endpoints == std::vector{Endpoint{"a", 1, {}}, Endpoint{"::2", 2, {}}});
}

TEST_CASE("server: a bad URL is refused with words and without its password", "[server]") {
  for (const char* url :
       {"redis://", "redis://:1", "redis://h:", "redis://h:0", "redis://h:65536", "redis://h:x", "redis://[::1",
        "redis://[::1]x", "redis://h/x", "redis://h/-1", "redis://h?x=1", "redis://h#x", "redis+unix://h/p",
        "redis+unix:///", "redis+sentinel://h", "redis+sentinel://h/", "redis+cluster://h/1", "redis+cluster://",
        "redis://%zz@h", "redis://a,@h%0", "redis+cluster://a,,b"}) {
    CAPTURE(url);
    CHECK_FALSE(refusal(url).empty());
  }
  CHECK(refusal("redis://u:hunter2@h:x").find("hunter2") == std::string::npos);
  CHECK(refusal("redis://u:hunt#er2@h").find("er2") == std::string::npos);
}

TEST_CASE("server: a URL takes certificates from the options, but no login", "[server]") {
  Config config;
  config.set("storage.options.password", "other");
  config.set("storage.options.user", "other");
  config.set("storage.options.tls_ca", "/ca.pem");
  config.set("storage.options.key_prefix", "p:");
  config.set("storage.options.sentinel_password", "watch");
  config.set("storage.timeout", "250ms");
  const auto options = of("redis+sentinel://h/m", config);
  CHECK(options.login.user.empty());
  CHECK(options.login.password.empty());
  CHECK(options.sentinel_login.password == "watch");
  CHECK(options.tls_options.ca == "/ca.pem");
  CHECK(options.key_prefix == "p:");
  CHECK(options.connect_timeout == Millis(250));
  CHECK(options.reply_timeout == Millis(250));
}

TEST_CASE("server: without a URL the options name the server", "[server]") {
  Config config;
  CHECK(server_options(config, "cache", "redis").endpoints == std::vector{Endpoint{"127.0.0.1", 6379, {}}});
  CHECK(server_options(config, "cache", "redis").key_prefix == "objectos:cache:");
  config.set("storage.options.host", "h");
  config.set("storage.options.port", "7");
  config.set("storage.options.user", "u");
  config.set("storage.options.password", "pass");
  config.set("storage.options.db", "2");
  config.set("storage.options.tls", "true");
  const auto options = server_options(config, "storage", "redis");
  CHECK(options.endpoints == std::vector{Endpoint{"h", 7, {}}});
  CHECK(options.login.password == "pass");
  CHECK(options.db == 2);
  CHECK(options.tls);
  CHECK(options.sentinel_tls);
  config.set("storage.options.host", "/run/redis.sock");
  CHECK(server_options(config, "storage", "redis").endpoints[0].path == "/run/redis.sock");
}

TEST_CASE("server: a URL's scheme tells the module", "[server]") {
  CHECK(module_of_url("redis://h") == "redis");
  CHECK(module_of_url("rediss+cluster://h") == "redis");
  CHECK(module_of_url("postgresql://h") == "postgres");
  CHECK(module_of_url("redisx://h").empty());
  CHECK(module_of_url("sqlite:x").empty());
}
