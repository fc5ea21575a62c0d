// Records that wait: in memory up to a limit, beyond it in an unnamed temporary file.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace objectos {

/// Append everything, then read everything, as often as you rewind. Error(unavailable) if the temporary file cannot be written.
class Spool {
 public:
  explicit Spool(std::size_t memory_limit = 8u << 20) : limit_(memory_limit) {}
  ~Spool();
  Spool(const Spool&) = delete;
  Spool& operator=(const Spool&) = delete;

  void append(std::string_view bytes);
  /// Ends appending; read() starts at the beginning.
  void rewind();
  /// The next `size` bytes, valid until the next call; fewer than asked for only at the end.
  std::string_view read(std::size_t size);

 private:
  void spill();
  void refill(std::size_t size);

  std::size_t limit_;
  std::string buffer_;
  std::size_t at_ = 0;
  int file_ = -1;
  bool reading_ = false;
};

}  // namespace objectos
