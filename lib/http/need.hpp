// A service that may not be there.
#pragma once

#include <memory>

#include "http/api.hpp"
#include "objectos/error.hpp"

namespace objectos::http {

/// Error(unavailable) if it is not served.
template <class Service>
Service& Api::need(const std::shared_ptr<Service>& service, const char* name) {
  if (!service)
    throw Error(Errc::unavailable,
                Message("serve.no_service", "the service {{name}} is not here", {{"name", name}}));
  return *service;
}

}  // namespace objectos::http
