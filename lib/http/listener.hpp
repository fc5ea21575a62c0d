// The socket that connections come in by.
#pragma once

#include <memory>
#include <string>

namespace objectos::http {

class Listener {
 public:
  /// Listens on all addresses that the name has. Error(usage) for a host that is no address of this machine,
  /// Error(unavailable) if the port is taken, Error(denied) if it is not for us.
  Listener(const std::string& host, int port);
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  int descriptor() const { return descriptor_; }
  int port() const { return port_; }
  /// True if only this machine can reach it.
  bool is_loopback() const { return is_loopback_; }
  /// A connection that waits, not blocking; -1 if none does.
  int accept() noexcept;
  /// Connections that have not come yet are refused.
  void close() noexcept;

 private:
  int descriptor_ = -1;
  int port_ = 0;
  bool is_loopback_ = false;
};

}  // namespace objectos::http
