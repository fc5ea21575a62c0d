// One mail on its way, or one look whether a server lets us in.
#pragma once

#include <curl/curl.h>

#include <exception>
#include <string>

#include "curl/handle.hpp"
#include "curl/smtp_dialogue.hpp"
#include "curl/smtp_request.hpp"
#include "curl/smtp_verdict.hpp"

namespace objectos::curl {

/// A handle with the connection that it keeps.
struct SmtpSession {
  SmtpLogin login;
  Handle handle;
  SmtpOffers offers;
};

struct SmtpTimes {
  Millis connect;
  Millis all;
};

class SmtpTransfer {
 public:
  /// The session must outlive it.
  SmtpTransfer(SmtpSession& session, const SmtpTimes& times);
  ~SmtpTransfer();
  SmtpTransfer(const SmtpTransfer&) = delete;
  SmtpTransfer& operator=(const SmtpTransfer&) = delete;

  /// Rethrows what before_data threw.
  void send(const SmtpEnvelope& envelope, const SmtpMail& mail);
  /// Connects, secures, logs in, says goodbye.
  void visit();
  /// Says goodbye if the session has a connection; makes none.
  void leave();

  const SmtpDialogue& dialogue() const { return dialogue_; }
  const SmtpEnd& end() const { return end_; }

 private:
  template <class Value>
  void set(CURLoption option, Value value);
  void set_up();
  void set_security();
  void set_login();
  void set_envelope(const SmtpEnvelope& envelope);
  void set_noop();
  void run();
  void abandon();
  bool is_last_hello() const;
  bool may_go_on();
  std::size_t give(char* to, std::size_t room);

  // libcurl's callbacks.
  static std::size_t read(char* to, std::size_t size, std::size_t count, void* self);
  static std::size_t header(char* bytes, std::size_t size, std::size_t count, void* self);
  static std::size_t ignore(char* bytes, std::size_t size, std::size_t count, void* self);
  static int debug(CURL* handle, curl_infotype type, char* bytes, std::size_t size, void* self);
  static curl_socket_t open(void* self, curlsocktype purpose, curl_sockaddr* address);

  SmtpSession& session_;
  const SmtpTimes times_;
  SmtpDialogue dialogue_;
  SmtpEnd end_;
  StringList recipients_;
  bool needs_utf8_ = false;
  bool may_connect_ = true;
  std::string_view rest_;  // of the mail, as far as libcurl has not taken it
  const std::function<void()>* before_data_ = nullptr;
  std::exception_ptr thrown_;  // by a callback of the caller's
  char reason_[CURL_ERROR_SIZE] = "";
};

}  // namespace objectos::curl
