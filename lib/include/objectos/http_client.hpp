// Requests over HTTP as services make them: one request, one answer, and a clear word on what is known where
// no answer came. `HttpClient` is an interface, so that a test can stand in for the network.
//
//   auto http = objectos::open_http_client();
//   objectos::HttpRequest request{.method = "PUT", .url =
//   objectos::HttpUrl::parse("https://example.com/hook")}; request.body = "{}"; const objectos::HttpResponse
//   response = http->send(request);
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "objectos/api.hpp"
#include "objectos/error.hpp"
#include "objectos/text.hpp"

namespace objectos {

/// Who asks: a user with a password (sent as Basic at once), or a bearer of a token, or nobody.
struct HttpLogin {
  std::string user;
  std::string password;
  std::string bearer;
};

/// A URL that can be asked: its parts have been looked at.
struct OBJECTOS_API HttpUrl {
  bool is_secure = false;  ///< https
  std::string host;        ///< a name in ASCII, an address, or an IPv6 address without its brackets
  int port = 80;
  std::string path = "/";  ///< begins with a slash, escaped as it goes over the wire
  std::string query;       ///< without its question mark
  HttpLogin login;         ///< `user:password@`, unescaped

  /// Of `http://` or `https://`. What stands behind a # is left out. Error(usage) for anything else; it does
  /// not repeat the password. The password is a secret from now on (add_secret).
  static HttpUrl parse(std::string_view text);
  /// Without the login.
  std::string text() const;
  /// "example.com:443", for messages: a path may be a secret.
  std::string place() const;
};

/// Name and value.
using HttpHeader = std::pair<std::string, std::string>;

struct HttpRequest {
  std::string method = "GET";
  HttpUrl url;
  std::vector<HttpHeader> headers{};
  std::string body{};
  Millis connect_timeout{2'000};  ///< finding the host, connecting, TLS
  Millis timeout{5'000};          ///< all of it, from the call to the end of the answer
  /// PEM file of the authorities to trust. Empty: CURL_CA_BUNDLE or SSL_CERT_FILE of the environment, else
  /// the system's.
  std::string ca{};
  std::size_t max_answer = 64 * 1024;  ///< bytes of the answer's body; what is beyond is not read
  /// False: only addresses that anybody on the internet could reach are called, whatever the host's name
  /// says, and no proxy is used, for that would do the looking up.
  bool allow_private = true;
  /// Called just before the first byte of a body leaves, if it is set. What it throws ends the request, of
  /// which nothing has left then.
  std::function<void()> body_begins{};
};

struct HttpResponse {
  int status = 0;
  std::vector<HttpHeader> headers;  ///< names in lower case
  std::string body;
  bool is_cut = false;                ///< there was more than max_answer
  std::optional<Millis> retry_after;  ///< of the header of that name, which may also hold a time

  /// The first header of that name (in lower case), or nothing.
  OBJECTOS_API std::optional<std::string_view> header(std::string_view name) const noexcept;
  /// The body for a message: one line, printable, without secrets, no more than 300 bytes of it.
  OBJECTOS_API std::string excerpt() const;
};

/// What is known where no answer came.
enum class HttpFailure {
  not_sent,   ///< nothing of the body has left, nor, without a body, of the request: it may be repeated
  unknown,    ///< it left at least in part: the server may have done what was asked
  untrusted,  ///< the server's certificate, or the file of authorities; nothing was sent
  refused,    ///< the address is private and the request does not allow that; nothing was sent
};

class OBJECTOS_API HttpError final : public Error {
 public:
  HttpError(const Error& error, HttpFailure failure);
  HttpError(const HttpError&);
  HttpError& operator=(const HttpError&);
  ~HttpError() override;
  HttpFailure failure() const noexcept { return failure_; }

 private:
  HttpFailure failure_;
};

/// Thread safe: requests of several threads go out at the same time. Connections are kept and used again;
/// what was sent once is never sent again on another one.
class OBJECTOS_API HttpClient {
 public:
  virtual ~HttpClient();

  /// Sends the request and waits for the answer, whatever its status; redirections are not followed.
  /// Certificates are verified. `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy` of the environment
  /// are honoured.
  ///
  /// Error(usage) for a method, header or login that would be another request on the wire. HttpError where no
  /// answer came, with `host:port` in front: unavailable, usage for a file of authorities that cannot be
  /// used, denied for a private address.
  virtual HttpResponse send(const HttpRequest& request) = 0;
};

/// The client of the module `curl`, loaded now. Error(unavailable) if that is not installed.
OBJECTOS_API std::shared_ptr<HttpClient> open_http_client();

}  // namespace objectos
