// HttpServer, put together.
#pragma once

#include <memory>

#include "objectos/http_server.hpp"

namespace objectos::http {

std::unique_ptr<HttpServer> open_server(HttpServerOptions options, HttpServices services);

}  // namespace objectos::http
