// What goes back for a request.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "objectos/error.hpp"

namespace objectos::http {

struct Reply {
  int status = 200;
  std::string type = "application/json";
  std::string body{};
  std::vector<std::pair<std::string, std::string>> fields{};
  std::shared_ptr<const std::string> shared_body{};  ///< instead of `body`
  std::string reason{};                              ///< of a failure, for the log

  std::string_view text() const {
    return shared_body ? std::string_view(*shared_body) : std::string_view(body);
  }
};

/// {"success":true,"data":…}
Reply success(std::string_view json);
/// {"success":false,"error":{"code":…,"message":…,"hint":…}}; the code is errc_name's, and so is the status:
/// usage and data are 400, denied 403, unavailable 503, internal 500.
Reply failure(const Error& error);
Reply failure(int status, std::string_view code, std::string_view message, std::string_view hint = {});

/// Of a request whose body is more than is taken: 413.
Reply body_too_large();

/// The reply's own fields, and those that every answer has unless it says otherwise: nothing of it is stored,
/// framed, or taken for something else.
std::vector<std::pair<std::string_view, std::string_view>> all_fields(const Reply& reply);

/// The whole answer as it goes over the wire, and the connection ends behind it. For what is refused before
/// it is read.
std::string last_answer(const Reply& reply);

}  // namespace objectos::http
