#include "http/server.hpp"

#include "http/api.hpp"
#include "http/connections.hpp"
#include "http/listener.hpp"
#include "objectos/error.hpp"

namespace objectos::http {
namespace {

ConnectionLimits limits_of(const HttpServerOptions& options) {
  ConnectionLimits limits;
  limits.connections = options.max_connections;
  limits.head_time = options.head_time;
  limits.idle_time = options.idle_time;
  limits.exchange = {options.max_body, options.body_time};
  return limits;
}

class Server final : public HttpServer {
 public:
  Server(HttpServerOptions options, HttpServices services)
      : options_(std::move(options)),
        tls_(options_.tls_cert.empty() ? nullptr : tls::open_acceptor(options_.tls_cert, options_.tls_key)),
        listener_(options_.host, options_.port),
        api_(options_, std::move(services)),
        connections_(
            listener_, tls_.get(), limits_of(options_),
            [this](const RequestHead& head) { return api_.admit(head); },
            [this](const RequestHead& head, std::string_view body) { return api_.answer(head, body); }) {
    if (!listener_.is_loopback() && options_.token.empty()) {
      throw Error(
          Errc::usage,
          Message("serve.needs_token", "{{host}} can be reached from other machines, so a token is needed",
                  {{"host", options_.host}}),
          Message("serve.needs_token_hint", "name one: --token env:NAME or --token file:PATH"));
    }
  }

  std::string url() const override {
    const bool is_v6 = options_.host.find(':') != std::string::npos;
    return std::string(tls_ ? "https://" : "http://") + (is_v6 ? "[" : "") + options_.host +
           (is_v6 ? "]:" : ":") + std::to_string(listener_.port());
  }
  void start() override { connections_.start(); }
  bool is_healthy() override { return api_.is_healthy(); }
  void stop(Millis grace) noexcept override {
    api_.drain();
    connections_.stop(grace);
  }

 private:
  const HttpServerOptions options_;
  const std::unique_ptr<tls::Acceptor> tls_;
  Listener listener_;
  Api api_;
  Connections connections_;
};

}  // namespace

std::unique_ptr<HttpServer> open_server(HttpServerOptions options, HttpServices services) {
  return std::make_unique<Server>(std::move(options), std::move(services));
}

}  // namespace objectos::http
