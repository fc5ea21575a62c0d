// One request on its way.
#pragma once

#include <exception>
#include <string>

#include "curl/handle.hpp"
#include "objectos/http_client.hpp"

namespace objectos::curl {

class Transfer {
 public:
  /// Both must outlive it.
  Transfer(CURL* handle, const HttpRequest& request);
  /// Throws HttpError.
  HttpResponse run();

 private:
  template <class Value>
  void set(CURLoption option, Value value);
  void set_up();
  void set_body();
  void set_login();
  void set_headers();
  void set_network();
  void set_authorities();
  HttpResponse response() const;
  [[noreturn]] void fail(CURLcode code) const;
  bool may_have_arrived(CURLcode code) const;
  bool begin_body() noexcept;

  // libcurl's callbacks.
  static std::size_t read(char* to, std::size_t size, std::size_t count, void* self);
  static std::size_t write(char* bytes, std::size_t size, std::size_t count, void* self);
  static std::size_t header(char* bytes, std::size_t size, std::size_t count, void* self);
  static curl_socket_t open(void* self, curlsocktype purpose, curl_sockaddr* address);

  CURL* const handle_;
  const HttpRequest& request_;
  StringList headers_;
  char reason_[CURL_ERROR_SIZE] = "";
  std::string ca_;
  std::size_t sent_ = 0;  // of the body, as far as libcurl has taken it
  std::size_t header_bytes_ = 0;
  std::string body_;
  bool is_cut_ = false;
  std::string refused_address_;  // the last one
  std::exception_ptr thrown_;    // by body_begins
};

}  // namespace objectos::curl
