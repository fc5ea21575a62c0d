// URLs of http and https, taken apart once. No message repeats one: its path may be as secret as its
// password.
#include <algorithm>
#include <charconv>

#include "core/percent.hpp"
#include "objectos/http_client.hpp"
#include "objectos/log.hpp"

namespace objectos {
namespace {

constexpr int http_port = 80, https_port = 443;

[[noreturn]] void bad_url(const Message& why) {
  throw Error(Errc::usage, why, Message("http.url_hint", "a URL looks like https://example.com/path"));
}

bool is_visible(char c) {
  return c > ' ' && c < 0x7f;
}

bool is_host_character(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '.' ||
         c == '_';
}

bool is_ipv6_character(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f') || c == ':' || c == '.';
}

std::string decoded_login(std::string_view text) {
  auto plain = percent::decoded(text);
  if (!plain) bad_url(Message("server.escape", "a % is followed by two hexadecimal digits, not 00"));
  return *std::move(plain);
}

HttpLogin parse_login(std::string_view text) {
  HttpLogin login;
  const auto colon = text.find(':');
  login.user = decoded_login(text.substr(0, colon));
  if (colon != text.npos) login.password = decoded_login(text.substr(colon + 1));
  add_secret(login.password);
  return login;
}

int parse_port(std::string_view text) {
  int port = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), port);
  if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size() || port < 1 || port > 65535)
    bad_url(Message("server.port", "a port is a number from 1 to 65535"));
  return port;
}

/// Sets host and, where one is named, port.
void parse_host(std::string_view text, HttpUrl& url) {
  std::string_view port;
  const bool is_ipv6 = text.starts_with('[');
  if (is_ipv6) {
    const auto close = text.find(']');
    if (close == text.npos) bad_url(Message("server.bracket", "a [ has no ]"));
    url.host = text.substr(1, close - 1);
    port = text.substr(close + 1);
  } else {
    const auto colon = std::min(text.find(':'), text.size());
    url.host = text.substr(0, colon);
    port = text.substr(colon);
  }
  if (url.host.empty()) bad_url(Message("server.no_host", "the host is missing"));
  const auto is_allowed = is_ipv6 ? is_ipv6_character : is_host_character;
  if (!std::all_of(url.host.begin(), url.host.end(), is_allowed))
    bad_url(Message("http.host", "the host is neither a name in ASCII (xn--…) nor an address"));
  if (port.empty()) return;
  if (port.front() != ':') bad_url(Message("server.port", "a port is a number from 1 to 65535"));
  url.port = parse_port(port.substr(1));
}

std::string_view take_scheme(std::string_view text, HttpUrl& url) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!text.starts_with(scheme)) continue;
    url.is_secure = scheme.size() == 8;
    url.port = url.is_secure ? https_port : http_port;
    return text.substr(scheme.size());
  }
  bad_url(Message("http.scheme", "the URL begins with neither http:// nor https://"));
}

}  // namespace

HttpUrl HttpUrl::parse(std::string_view text) {
  HttpUrl url;
  std::string_view rest = take_scheme(text, url);
  rest = rest.substr(0, rest.find('#'));
  const auto end = std::min(rest.find_first_of("/?"), rest.size());
  std::string_view authority = rest.substr(0, end);
  std::string_view target = rest.substr(end);
  if (const auto at = authority.rfind('@'); at != authority.npos) {
    url.login = parse_login(authority.substr(0, at));
    authority.remove_prefix(at + 1);
  }
  parse_host(authority, url);
  if (!std::all_of(target.begin(), target.end(), is_visible))
    bad_url(Message("http.character",
                    "a URL has no blanks, control or non-ASCII characters: they are written %XX"));
  const auto question = target.find('?');
  if (question != target.npos) url.query = target.substr(question + 1);
  target = target.substr(0, question);
  if (!target.empty()) url.path = target;
  return url;
}

std::string HttpUrl::text() const {
  std::string out = is_secure ? "https://" : "http://";
  out.append(place()).append(path);
  if (!query.empty()) out.append("?").append(query);
  return out;
}

std::string HttpUrl::place() const {
  const std::string name = host.find(':') == host.npos ? host : "[" + host + "]";
  return name + ":" + std::to_string(port);
}

}  // namespace objectos
