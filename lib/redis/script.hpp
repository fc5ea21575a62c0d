// What runs inside the server, one atomic step on the server's clock.
#pragma once

#include <string_view>

namespace objectos::redis {

struct Script {
  std::string_view sha;  ///< SHA-1 of the text, as EVALSHA wants it
  std::string_view text;
};

// The texts are scripts/*.lua; the build makes script_texts.hpp of them.
namespace scripts {
extern const Script entry, put, incr, expire, cas, gcra, fence, cache;
extern const Script metrics_record, metrics_declare, metrics_reset, metrics_remove, metrics_alerts;
extern const Script notification;
}  // namespace scripts

}  // namespace objectos::redis
