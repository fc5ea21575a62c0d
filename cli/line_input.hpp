// Standard input in lines, for those who must know whether one is here already.
#pragma once

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>
#include <string_view>

#include "objectos/error.hpp"

namespace objectos::cli {

/// Standard input, cut into lines.
class LineInput {
 public:
  /// The next line if one is here already.
  bool next_waiting(std::string_view& line) {
    for (;;) {
      const void* newline = std::memchr(buffer_.data() + at_, '\n', size_ - at_);
      if (newline) {
        const auto end = static_cast<std::size_t>(static_cast<const char*>(newline) - buffer_.data());
        line = std::string_view(buffer_).substr(at_, end - at_);
        at_ = end + 1;
        return true;
      }
      if (ended_) {
        line = std::string_view(buffer_).substr(at_, size_ - at_);
        at_ = size_;
        return !line.empty();
      }
      if (!is_readable(0) || !fill()) return false;
    }
  }
  /// Waits for more input; false if there is none to come.
  bool wait() {
    if (ended_) return false;
    return is_readable(-1) && fill();
  }
  /// True if there is input that nobody has looked at.
  bool has_waiting() { return at_ < size_ || (!ended_ && is_readable(0) && fill() && at_ < size_); }
  bool at_end() const { return ended_ && at_ == size_; }

 private:
  static bool is_readable(int timeout) {
    pollfd input{STDIN_FILENO, POLLIN, 0};
    return ::poll(&input, 1, timeout) > 0;
  }
  /// False if a signal came in between.
  bool fill() {
    std::memmove(buffer_.data(), buffer_.data() + at_, size_ - at_);
    size_ -= at_;
    at_ = 0;
    if (buffer_.size() - size_ < 65536) buffer_.resize(std::max<std::size_t>(262144, buffer_.size() * 2));
    const ssize_t n = ::read(STDIN_FILENO, buffer_.data() + size_, buffer_.size() - size_);
    if (n < 0 && (errno == EINTR || errno == EAGAIN)) return false;
    if (n < 0)
      throw Error(Errc::unavailable, Message("cli.read", "cannot read {{path}}: {{reason}}",
                                             {{"path", "standard input"}, {"reason", std::strerror(errno)}}));
    if (n == 0) ended_ = true;
    size_ += static_cast<std::size_t>(n);
    return true;
  }

  std::string buffer_;
  std::size_t at_ = 0, size_ = 0;
  bool ended_ = false;
};

}  // namespace objectos::cli
