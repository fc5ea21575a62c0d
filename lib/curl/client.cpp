#include "curl/client.hpp"

#include <algorithm>

#include "curl/transfer.hpp"

namespace objectos::curl {
namespace {

[[noreturn]] void bad_request(const Message& why) {
  throw Error(Errc::usage, why);
}

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

bool breaks_line(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) != text.npos;
}

/// What would be another request on the wire is refused, not mended.
void check(const HttpRequest& request) {
  if (!is_token(request.method))
    bad_request(Message("http.method", "the method of an HTTP request is one word"));
  for (const auto& [name, value] : request.headers) {
    if (!is_token(name))
      bad_request(Message("http.header_name", "\"{{name}}\" is not the name of a header", {{"name", name}}));
    if (breaks_line(value))
      bad_request(Message("http.header_value", "the header {{name}} must not hold a newline or a NUL",
                          {{"name", name}}));
  }
  const HttpLogin& login = request.url.login;
  if (breaks_line(login.user) || breaks_line(login.password) || breaks_line(login.bearer))
    bad_request(Message("http.login", "a user, password or token must not hold a newline or a NUL"));
  if (login.user.find(':') != login.user.npos)
    bad_request(Message("http.user", "a user's name must not hold a colon"));
}

}  // namespace

Client::Client() {
  initialise();
}

HttpResponse Client::send(const HttpRequest& request) {
  check(request);
  const bool guarded = !request.allow_private;
  Handle handle = take(guarded);
  Transfer transfer(handle.get(), request);
  HttpResponse response = transfer.run();
  give_back(guarded, std::move(handle));  // one that failed is not used again
  return response;
}

Handle Client::take(bool guarded) {
  {
    const std::lock_guard lock(mutex_);
    std::vector<Handle>& pool = guarded ? guarded_ : free_;
    if (!pool.empty()) {
      Handle handle = std::move(pool.back());
      pool.pop_back();
      return handle;
    }
  }
  return new_handle();
}

void Client::give_back(bool guarded, Handle handle) {
  ::curl_easy_reset(handle.get());
  const std::lock_guard lock(mutex_);
  (guarded ? guarded_ : free_).push_back(std::move(handle));
}

std::shared_ptr<HttpClient> client() {
  return std::make_shared<Client>();
}

}  // namespace objectos::curl
