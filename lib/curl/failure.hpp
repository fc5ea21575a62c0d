// What libcurl says went wrong, as errors of ours.
#pragma once

#include <curl/curl.h>

#include <string>
#include <string_view>

#include "objectos/http_client.hpp"

namespace objectos::curl {

struct Fault {
  CURLcode code;
  std::string_view reason;  ///< libcurl's words, perhaps none
  int error_number;         ///< of the system, or 0
  bool was_connected;
  bool may_have_arrived;
  std::string_view refused_address;  ///< one that is private, or empty
  bool has_long_headers;
  std::string_view ca;  ///< file of authorities, or empty
};

HttpError error_of(const Fault& fault, const HttpRequest& request);

}  // namespace objectos::curl
