#include "objectos/http_server.hpp"

#include "core/module.hpp"
#include "http/exports.hpp"

namespace objectos {

HttpServer::~HttpServer() = default;

std::unique_ptr<HttpServer> open_http_server(HttpServerOptions options, HttpServices services) {
  return module_exports<http::Exports>("http").open(std::move(options), std::move(services));
}

}  // namespace objectos
