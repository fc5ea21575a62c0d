#include "core/random.hpp"

#include <sys/random.h>

#include <cerrno>
#include <cstring>

#include "objectos/error.hpp"

namespace objectos {

std::string random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  for (std::size_t have = 0; have < count;) {
    const ssize_t n = ::getrandom(bytes.data() + have, count - have, 0);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) {
      throw Error(Errc::unavailable, Message("session.random", "the system gives no random bytes: {{reason}}",
                                             {{"reason", std::strerror(errno)}}));
    }
    have += static_cast<std::size_t>(n);
  }
  return bytes;
}

}  // namespace objectos
