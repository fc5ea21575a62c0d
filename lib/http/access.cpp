#include "http/access.hpp"

#include <algorithm>

#include "core/ascii.hpp"
#include "objectos/digest.hpp"

namespace objectos::http {
namespace {

std::string_view without_port(std::string_view host) {
  const std::size_t colon = host.rfind(':');
  const bool is_in_brackets = colon != host.npos && host.find(']', colon) != host.npos;  // [::1]
  const bool has_port = colon != host.npos && !is_in_brackets;
  std::string_view name = has_port ? host.substr(0, colon) : host;
  if (name.size() > 1 && name.front() == '[' && name.back() == ']') name = name.substr(1, name.size() - 2);
  return name;
}

/// "host:port" of an origin; an opaque one ("null") stays as it is.
std::string_view without_scheme(std::string_view origin) {
  const std::size_t mark = origin.find("://");
  return mark == origin.npos ? origin : origin.substr(mark + 3);
}

}  // namespace

bool Access::has_token(const RequestHead& head) const {
  if (token_.empty()) return true;
  constexpr std::string_view scheme = "bearer ";
  const std::string* said = head.find("authorization");
  if (!said || said->size() < scheme.size() || !ascii::equal_folded(said->substr(0, scheme.size()), scheme))
    return false;
  std::string_view token = std::string_view(*said).substr(scheme.size());
  token.remove_prefix(std::min(token.find_first_not_of(' '), token.size()));
  return same_secret(sha256(token), sha256(token_));  // of one length, so that it does not tell the token's
}

bool Access::is_ours(std::string_view host) const {
  const std::string_view name = without_port(host);
  for (const std::string_view known : {std::string_view("localhost"), std::string_view("127.0.0.1"),
                                       std::string_view("::1"), std::string_view(host_)}) {
    if (ascii::equal_folded(name, known)) return true;
  }
  return false;
}

std::optional<Reply> Access::foreign(const RequestHead& head) const {
  const std::string* host = head.find("host");
  if (!asks_for_token() && host && !is_ours(*host))
    return failure(403, "denied", "the Host of the request is not this machine");
  const std::string* origin = head.find("origin");
  if (origin && (!host || !ascii::equal_folded(without_scheme(*origin), *host)))
    return failure(403, "denied", "requests of other sites are not answered");
  const std::string* site = head.find("sec-fetch-site");
  const std::string* mode = head.find("sec-fetch-mode");
  const bool is_foreign = site && *site != "same-origin" && *site != "none";
  const bool is_a_link = mode && *mode == "navigate" && head.method == "GET";
  if (is_foreign && !is_a_link) return failure(403, "denied", "requests of other sites are not answered");
  return std::nullopt;
}

}  // namespace objectos::http
