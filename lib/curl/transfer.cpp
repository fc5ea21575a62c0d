#include "curl/transfer.hpp"

#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <ctime>
#include <new>

#include "core/ascii.hpp"
#include "curl/failure.hpp"
#include "curl/private_address.hpp"
#include "objectos/version.hpp"

namespace objectos::curl {
namespace {

/// All headers of an answer; more is no honest server's.
constexpr std::size_t max_header_bytes = 64 * 1024;

std::string address_text(const curl_sockaddr& address) {
  char host[NI_MAXHOST] = "";
  ::getnameinfo(&address.addr, address.addrlen, host, sizeof host, nullptr, 0, NI_NUMERICHOST);
  return host;
}

/// Seconds or a time (RFC 9110, 10.2.3). libcurl's own reading is cut to some hours in newer versions.
std::optional<Millis> retry_after(const std::string& text) {
  constexpr std::int64_t most_seconds = 365 * 86'400;
  std::int64_t seconds = 0;
  if (!text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error != std::errc()) seconds = most_seconds;
  } else {
    const std::time_t when = ::curl_getdate(text.c_str(), nullptr);
    if (when != -1) seconds = when - std::time(nullptr);
  }
  if (seconds <= 0) return std::nullopt;
  return Millis(std::min(seconds, most_seconds) * 1000);
}

}  // namespace

Transfer::Transfer(CURL* handle, const HttpRequest& request) : handle_(handle), request_(request) {
  set_up();
}

template <class Value>
void Transfer::set(CURLoption option, Value value) {
  const CURLcode code = ::curl_easy_setopt(handle_, option, value);
  if (code == CURLE_OUT_OF_MEMORY) throw std::bad_alloc();
  if (code != CURLE_OK) fail(code);
}

void Transfer::set_up() {
  set(CURLOPT_ERRORBUFFER, reason_);
  set(CURLOPT_URL, request_.url.text().c_str());
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_PATH_AS_IS, 1L);
  set(CURLOPT_USERAGENT, "objectos/" OBJECTOS_VERSION);
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_QUICK_EXIT, 1L);  // a look-up that hangs is left behind at the time limit, not waited for
  set(CURLOPT_CONNECTTIMEOUT_MS,
      static_cast<long>(std::max<Millis::rep>(request_.connect_timeout.count(), 1)));
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(std::max<Millis::rep>(request_.timeout.count(), 1)));
  set_body();
  set_login();
  set_headers();
  set_network();
  set_authorities();
}

/// The body is read by a callback that cannot go back: so libcurl sends none a second time by itself when a
/// connection that it kept turns out to be dead.
void Transfer::set_body() {
  const std::string& method = request_.method;
  if (method == "HEAD") {
    set(CURLOPT_NOBODY, 1L);
  } else if (!request_.body.empty() || method == "POST" || method == "PUT" || method == "PATCH") {
    set(CURLOPT_POST, 1L);
    set(CURLOPT_READFUNCTION, &Transfer::read);
    set(CURLOPT_READDATA, this);
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
    set(CURLOPT_CUSTOMREQUEST, method.c_str());
  } else {
    set(CURLOPT_HTTPGET, 1L);
    set(CURLOPT_CUSTOMREQUEST, method.c_str());
  }
  set(CURLOPT_WRITEFUNCTION, &Transfer::write);
  set(CURLOPT_WRITEDATA, this);
  set(CURLOPT_HEADERFUNCTION, &Transfer::header);
  set(CURLOPT_HEADERDATA, this);
  set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
}

void Transfer::set_login() {
  const HttpLogin& login = request_.url.login;
  if (!login.bearer.empty()) {
    set(CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BEARER));
    set(CURLOPT_XOAUTH2_BEARER, login.bearer.c_str());
  } else if (!login.user.empty() || !login.password.empty()) {
    set(CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC));
    set(CURLOPT_USERNAME, login.user.c_str());
    set(CURLOPT_PASSWORD, login.password.c_str());
  }
}

void Transfer::set_headers() {
  // libcurl would add a type of its own, and wait for leave to send a large body.
  append(headers_, "Content-Type:");
  append(headers_, "Expect:");
  for (const auto& [name, value] : request_.headers)
    append(headers_, value.empty() ? name + ";" : name + ": " + value);
  set(CURLOPT_HTTPHEADER, headers_.get());
}

void Transfer::set_network() {
  set(CURLOPT_OPENSOCKETFUNCTION, &Transfer::open);
  set(CURLOPT_OPENSOCKETDATA, this);
  if (!request_.allow_private) set(CURLOPT_NOPROXY, "*");
}

void Transfer::set_authorities() {
  ca_ = authorities_file(request_.ca);
  if (ca_.empty()) return;
  set(CURLOPT_CAINFO, ca_.c_str());
  set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));  // these and no others
}

HttpResponse Transfer::run() {
  const CURLcode code = ::curl_easy_perform(handle_);
  if (thrown_) std::rethrow_exception(thrown_);
  // An answer that is cut off by ourselves is one.
  if (code != CURLE_OK && !(code == CURLE_WRITE_ERROR && is_cut_)) fail(code);
  return response();
}

HttpResponse Transfer::response() const {
  HttpResponse out;
  long status = 0;
  ::curl_easy_getinfo(handle_, CURLINFO_RESPONSE_CODE, &status);
  out.status = static_cast<int>(status);
  for (curl_header* at = nullptr; (at = ::curl_easy_nextheader(handle_, CURLH_HEADER, -1, at));)
    out.headers.emplace_back(ascii::lower(at->name), at->value);
  if (const auto after = out.header("retry-after")) out.retry_after = retry_after(std::string(*after));
  out.body = body_;
  out.is_cut = is_cut_;
  return out;
}

bool Transfer::may_have_arrived(CURLcode code) const {
  if (sent_ > 0 || code == CURLE_SEND_FAIL_REWIND) return true;
  long bytes = 0;
  ::curl_easy_getinfo(handle_, CURLINFO_REQUEST_SIZE, &bytes);
  return request_.body.empty() && bytes > 0;
}

void Transfer::fail(CURLcode code) const {
  long error_number = 0;
  ::curl_easy_getinfo(handle_, CURLINFO_OS_ERRNO, &error_number);
  curl_off_t connected_at = 0;
  ::curl_easy_getinfo(handle_, CURLINFO_PRETRANSFER_TIME_T, &connected_at);
  throw error_of({.code = code,
                  .reason = reason_,
                  .error_number = static_cast<int>(error_number),
                  .was_connected = connected_at > 0,
                  .may_have_arrived = may_have_arrived(code),
                  .refused_address = refused_address_,
                  .has_long_headers = header_bytes_ > max_header_bytes,
                  .ca = ca_},
                 request_);
}

std::size_t Transfer::read(char* to, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  const std::string_view rest = std::string_view(transfer.request_.body).substr(transfer.sent_);
  if (transfer.sent_ == 0 && !rest.empty() && !transfer.begin_body()) return CURL_READFUNC_ABORT;
  const std::size_t n = std::min(size * count, rest.size());
  std::memcpy(to, rest.data(), n);
  transfer.sent_ += n;
  return n;
}

/// No exception may pass libcurl: it is kept for run().
bool Transfer::begin_body() noexcept {
  if (!request_.body_begins) return true;
  try {
    request_.body_begins();
    return true;
  } catch (...) {
    thrown_ = std::current_exception();
    return false;
  }
}

std::size_t Transfer::write(char* bytes, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  const std::size_t n = size * count;
  const std::size_t room = transfer.request_.max_answer - transfer.body_.size();
  transfer.body_.append(bytes, std::min(n, room));
  transfer.is_cut_ = n > room;
  return std::min(n, room);  // less than all ends the transfer
}

std::size_t Transfer::header(char*, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  transfer.header_bytes_ += size * count;
  return transfer.header_bytes_ > max_header_bytes ? 0 : size * count;
}

curl_socket_t Transfer::open(void* self, curlsocktype, curl_sockaddr* address) {
  auto& transfer = *static_cast<Transfer*>(self);
  if (!transfer.request_.allow_private && is_private(address->addr)) {
    transfer.refused_address_ = address_text(*address);
    return CURL_SOCKET_BAD;
  }
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

}  // namespace objectos::curl
