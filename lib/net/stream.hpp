// Bytes to and from a peer, with deadlines. Plain sockets are here; TLS is a module of its own over the same
// interface.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "kernel/server_options.hpp"

namespace objectos::net {

using Deadline = std::chrono::steady_clock::time_point;
inline Deadline after(Millis time) {
  return std::chrono::steady_clock::now() + time;
}

/// One connection. Only wait() blocks. Not thread safe. What fails is Error(unavailable); the message does
/// not name the peer, its owner does.
class Stream {
 public:
  virtual ~Stream() = default;
  /// Takes what is there, at most `size` bytes; 0: nothing yet. An end of the stream is an error.
  virtual std::size_t read(char* to, std::size_t size) = 0;
  /// Sends what the system takes now; how many bytes that were.
  virtual std::size_t write(std::string_view bytes) = 0;
  /// Until there may be something to read or, if asked for, room to write. False at the deadline.
  virtual bool wait(bool to_write, Deadline deadline) = 0;
};

/// A plain stream over a connected, non-blocking socket, which it owns.
class Socket : public Stream {
 public:
  explicit Socket(int descriptor) : descriptor_(descriptor) {}
  ~Socket() override;
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  std::size_t read(char* to, std::size_t size) override;
  std::size_t write(std::string_view bytes) override;
  bool wait(bool to_write, Deadline deadline) override;
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

/// Connects by TCP (each address of the host in turn) or, if the endpoint is a path, to a unix socket.
/// Error(unavailable) if that does not succeed by the deadline, Error(denied) for a socket's file mode.
std::unique_ptr<Socket> connect(const Endpoint& endpoint, Deadline deadline);

/// Waits for the descriptor. False at the deadline.
bool wait_for(int descriptor, bool to_read, bool to_write, Deadline deadline);

}  // namespace objectos::net
