// Who may ask.
#pragma once

#include <optional>
#include <string>

#include "http/reply.hpp"
#include "http/request_head.hpp"

namespace objectos::http {

/// Thread safe.
class Access {
 public:
  /// `host`: what we listen on. Without a token, requests must name this machine as their Host.
  Access(std::string host, std::string token) : host_(std::move(host)), token_(std::move(token)) {}

  bool asks_for_token() const { return !token_.empty(); }
  /// True if the request has the token, or none is asked. Takes as long for a wrong one as for the right one.
  bool has_token(const RequestHead& head) const;
  /// The refusal of what a browser was made to send by somebody else's page: a foreign Origin, and, where no
  /// token is asked, a Host that is not ours (DNS rebinding).
  std::optional<Reply> foreign(const RequestHead& head) const;

 private:
  bool is_ours(std::string_view host) const;
  const std::string host_;
  const std::string token_;
};

}  // namespace objectos::http
