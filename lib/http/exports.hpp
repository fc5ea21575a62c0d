// What the module `http` hands out.
#pragma once

#include <memory>

#include "objectos/http_server.hpp"

namespace objectos::http {

struct Exports {
  std::unique_ptr<HttpServer> (*open)(HttpServerOptions options, HttpServices services);
  const char* httplib_version;
};

}  // namespace objectos::http
