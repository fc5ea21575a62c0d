// A server on a free port of 127.0.0.1 that answers with the bytes it is told, whatever was asked.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

class HttpServer {
 public:
  struct Asked {
    std::string head;  ///< with the blank line
    std::string body;
    std::size_t connection;  ///< from 0
  };
  /// What to send; empty: close the connection without an answer.
  using Answer = std::function<std::string(const Asked&)>;

  explicit HttpServer(Answer answer)
      : answer_(std::move(answer)), listener_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    ::listen(listener_, 64);
    socklen_t size = sizeof address;
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread([this] { accept(); });
  }
  ~HttpServer() {
    stopping_ = true;
    acceptor_.join();
    ::close(listener_);
    for (std::thread& thread : threads_) thread.join();
  }
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  std::string url(const std::string& path = "/") const {
    return "http://127.0.0.1:" + std::to_string(port_) + path;
  }
  int port() const { return port_; }
  std::vector<Asked> asked() {
    const std::lock_guard lock(mutex_);
    return asked_;
  }
  std::size_t connections() const { return connections_; }

  static std::string ok(const std::string& body = "", const std::string& headers = "") {
    return "HTTP/1.1 200 OK\r\n" + headers + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
           body;
  }

 private:
  bool await(int descriptor) const {
    while (!stopping_) {
      pollfd waited{descriptor, POLLIN, 0};
      if (::poll(&waited, 1, 20) > 0) return true;
    }
    return false;
  }

  void accept() {
    while (await(listener_)) {
      const int connection = ::accept(listener_, nullptr, nullptr);
      threads_.emplace_back([this, connection, number = connections_++] { serve(connection, number); });
    }
  }

  void serve(int connection, std::size_t number) {
    std::string bytes;
    while (await(connection)) {
      char piece[65536];
      const ssize_t n = ::recv(connection, piece, sizeof piece, 0);
      if (n <= 0) break;
      bytes.append(piece, static_cast<std::size_t>(n));
      const std::size_t end = bytes.find("\r\n\r\n");
      if (end == bytes.npos || bytes.size() < end + 4 + length_of(bytes.substr(0, end))) continue;
      Asked asked{bytes.substr(0, end + 4), bytes.substr(end + 4), number};
      bytes.clear();
      {
        const std::lock_guard lock(mutex_);
        asked_.push_back(asked);
      }
      const std::string answer = answer_(asked);
      if (answer.empty()) break;
      // The reader may have had enough.
      if (::send(connection, answer.data(), answer.size(), MSG_NOSIGNAL) < 0) break;
    }
    ::close(connection);
  }

  static std::size_t length_of(const std::string& head) {
    const std::size_t at = head.find("Content-Length: ");
    return at == head.npos ? 0 : std::stoul(head.substr(at + 16));
  }

  Answer answer_;
  int listener_;
  int port_ = 0;
  std::atomic<bool> stopping_{false};
  std::atomic<std::size_t> connections_{0};
  std::mutex mutex_;
  std::vector<Asked> asked_;
  std::thread acceptor_;
  std::vector<std::thread> threads_;
};
