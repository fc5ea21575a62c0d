#include "objectos/notification_channel.hpp"

#include <algorithm>

#include "objectos/error.hpp"

namespace objectos {

Channel::~Channel() = default;

bool is_address_name(std::string_view to) noexcept {
  return to.starts_with('@') || to.starts_with("env:") || to.starts_with("file:");
}

std::vector<std::string> Channel::recipients(const NotificationMessage& message) const {
  std::vector<std::string> all;
  for (const std::string& to : message.to) {
    if (std::find(all.begin(), all.end(), to) == all.end()) all.push_back(to);
  }
  return all;
}

void Channel::test() {
  throw Error(Errc::usage,
              Message("notify.no_test", "the channel {{channel}} cannot be tested without sending",
                      {{"channel", name()}}));
}

std::size_t Channel::max_recipients() const {
  return 1;
}
bool Channel::is_kept() const {
  return false;
}

}  // namespace objectos
