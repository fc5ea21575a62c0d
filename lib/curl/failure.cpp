#include "curl/failure.hpp"

#include <cerrno>
#include <system_error>

#include "net/failure.hpp"
#include "objectos/log.hpp"

namespace objectos::curl {
namespace {

/// In one line: libcurl ends some of its texts with a newline.
std::string words_of(const Fault& fault) {
  std::string_view words = fault.reason.empty() ? ::curl_easy_strerror(fault.code) : fault.reason;
  while (!words.empty() && (words.back() == '\n' || words.back() == ' ')) words.remove_suffix(1);
  return printable(redact(words));
}

Error cannot_connect(const std::string& reason) {
  return Error(Errc::unavailable, Message("net.connect", "cannot connect: {{reason}}", {{"reason", reason}}));
}

std::string system_words(int error_number) {
  return std::generic_category().message(error_number);
}

Error tls_failed(const Fault& fault, const Message& hint = {}) {
  return Error(Errc::unavailable, Message("tls.failed", "TLS: {{reason}}", {{"reason", words_of(fault)}}),
               hint);
}

Error untrusted(const Fault& fault) {
  return tls_failed(
      fault, Message("http.untrusted_hint", "name the PEM file of the authority to trust in SSL_CERT_FILE"));
}

Error bad_authorities(const Fault& fault) {
  if (fault.ca.empty()) return untrusted(fault);  // the system's: its package is not installed
  return Error(Errc::usage, Message("tls.file", "TLS: cannot use {{path}}: {{reason}}",
                                    {{"path", fault.ca}, {"reason", ::curl_easy_strerror(fault.code)}}));
}

Error private_address(const Fault& fault) {
  return Error(Errc::denied,
               Message("http.private", "{{address}} is a private address, which is not called here",
                       {{"address", fault.refused_address}}));
}

Error lost(const Fault& fault) {
  if (fault.has_long_headers)
    return Error(Errc::unavailable,
                 Message("http.long_headers", "the server answers with headers without end"));
  return Error(Errc::unavailable, Message("http.failed", "{{reason}}", {{"reason", words_of(fault)}}));
}

}  // namespace

HttpError error_of(const Fault& fault, const HttpRequest& request) {
  const std::string place = request.url.place();
  const HttpFailure failure = fault.may_have_arrived ? HttpFailure::unknown : HttpFailure::not_sent;
  switch (fault.code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY: return {cannot_connect(words_of(fault)).at(place), failure};
    case CURLE_COULDNT_CONNECT:
      if (!fault.refused_address.empty()) return {private_address(fault).at(place), HttpFailure::refused};
      return {
          cannot_connect(fault.error_number ? system_words(fault.error_number) : words_of(fault)).at(place),
          failure};
    case CURLE_OPERATION_TIMEDOUT:
      if (!fault.was_connected) return {cannot_connect(system_words(ETIMEDOUT)).at(place), failure};
      return {net::no_answer(request.timeout).at(place), failure};
    case CURLE_SSL_CONNECT_ERROR: return {tls_failed(fault).at(place), failure};
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_ISSUER_ERROR: return {untrusted(fault).at(place), HttpFailure::untrusted};
    case CURLE_SSL_CACERT_BADFILE: return {bad_authorities(fault).at(place), HttpFailure::untrusted};
    default: return {lost(fault).at(place), failure};
  }
}

}  // namespace objectos::curl
