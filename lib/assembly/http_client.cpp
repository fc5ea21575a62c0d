#include "objectos/http_client.hpp"

#include "core/module.hpp"
#include "curl/exports.hpp"

namespace objectos {

std::shared_ptr<HttpClient> open_http_client() {
  return module_exports<curl::Exports>("curl").client();
}

}  // namespace objectos
