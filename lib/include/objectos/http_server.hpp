// The services over HTTP: metrics for Prometheus, health for load balancers, a REST API, a page for people.
// Start here:
//
//   objectos::HttpServices services{.storage = storage, .metrics = metrics};
//   auto server = objectos::open_http_server({.port = 9464}, services);
//   server->start();
//   …
//   server->stop(std::chrono::seconds(10));
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "objectos/api.hpp"
#include "objectos/status.hpp"
#include "objectos/text.hpp"

namespace objectos {

class Cache;
class I18n;
class Metrics;
class Notification;
class Storage;

struct HttpServerOptions {
  std::string host =
      "127.0.0.1";    ///< an address, or localhost. Any other than a loopback address needs a token
  int port = 9464;    ///< 0: one that is free
  std::string token;  ///< what clients say as `Authorization: Bearer TOKEN`; empty: nothing is asked
  std::string tls_cert, tls_key;      ///< PEM files; empty: no TLS
  std::size_t max_connections = 256;  ///< those beyond get 503, but for health
  std::size_t max_body = 8u << 20;    ///< bytes of a request's body
  Millis head_time{10'000};           ///< from a request's first byte to the end of its header
  Millis body_time{30'000};           ///< and to the end of its body; the same again for the answer
  Millis idle_time{60'000};           ///< between two requests of a connection
};

/// What it serves. What is null answers 503. Thread safe, all of them.
struct HttpServices {
  std::shared_ptr<Storage> storage{};
  std::shared_ptr<Cache> cache{};
  std::shared_ptr<Metrics> metrics{};
  std::shared_ptr<I18n> i18n{};
  std::shared_ptr<Notification> notification{};
  /// What the page shows; null: no page.
  std::function<StatusReport()> status{};
};

/// Members are for one thread unless they say otherwise.
class OBJECTOS_API HttpServer {
 public:
  virtual ~HttpServer();
  /// `http://127.0.0.1:9464`, with the port that it has.
  virtual std::string url() const = 0;
  /// Connections are accepted from when it was opened on; from now on they are answered, in threads of its
  /// own with all signals blocked.
  virtual void start() = 0;
  /// Whether every service can be used: what GET /health tells. Waits for a service that does not answer as
  /// long as its time-out. A service that has failed or recovered since the last look, here or by GET
  /// /health, is logged as a warning. Any thread may call it.
  virtual bool is_healthy() = 0;
  /// No new connections; what has been asked is answered, for at most this long; then all is closed. Returns
  /// then. Any thread may call it.
  virtual void stop(Millis grace) noexcept = 0;
};

/// Listens. Error(usage) for a bad host, a missing token, or a certificate that cannot be used;
/// Error(unavailable) if the port is taken or the module `http` is not installed; Error(denied) if the port
/// is not for us.
OBJECTOS_API std::unique_ptr<HttpServer> open_http_server(HttpServerOptions options, HttpServices services);

}  // namespace objectos
