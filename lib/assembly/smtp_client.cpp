#include "objectos/smtp_client.hpp"

#include "core/module.hpp"
#include "curl/exports.hpp"

namespace objectos {

std::shared_ptr<SmtpClient> open_smtp_client() {
  return module_exports<curl::Exports>("curl").smtp_client();
}

}  // namespace objectos
