// What the module `curl` hands out.
#pragma once

#include <memory>

#include "objectos/http_client.hpp"
#include "objectos/smtp_client.hpp"

namespace objectos::curl {

struct Exports {
  std::shared_ptr<HttpClient> (*client)();
  std::shared_ptr<SmtpClient> (*smtp_client)();
  const char* libcurl_version;
};

}  // namespace objectos::curl
