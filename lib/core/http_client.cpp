#include "objectos/http_client.hpp"

#include <algorithm>

#include "objectos/log.hpp"

namespace objectos {

HttpClient::~HttpClient() = default;

HttpError::HttpError(const Error& error, HttpFailure failure) : Error(error), failure_(failure) {}
HttpError::HttpError(const HttpError&) = default;
HttpError& HttpError::operator=(const HttpError&) = default;
HttpError::~HttpError() = default;

std::optional<std::string_view> HttpResponse::header(std::string_view name) const noexcept {
  const auto found = std::find_if(headers.begin(), headers.end(),
                                  [name](const HttpHeader& header) { return header.first == name; });
  if (found == headers.end()) return std::nullopt;
  return found->second;
}

std::string HttpResponse::excerpt() const {
  constexpr std::size_t most = 300;
  constexpr std::string_view blanks = " \t\r\n";
  std::string line;
  bool has_gap = false;
  for (const char c : body) {
    if (blanks.find(c) != blanks.npos) {
      has_gap = !line.empty();
      continue;
    }
    if (has_gap) line += ' ';
    has_gap = false;
    line += c;
  }
  // Before it is cut: half a secret would not be found.
  line = printable(redact(line));
  if (line.size() <= most) return line;
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0) == 0x80) --end;
  return line.substr(0, end) + "…";
}

}  // namespace objectos
