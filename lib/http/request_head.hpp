// What stands in front of a request's body, taken apart by the letter (RFC 9112). What is ambiguous is
// refused: two servers that read one request in two ways are how requests are smuggled.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace objectos::http {

inline constexpr std::size_t max_head_bytes = 16 * 1024;
inline constexpr std::size_t max_target_bytes = 8 * 1024;

struct RequestHead {
  std::string method;  ///< one of those that is_method knows
  std::string path;    ///< as sent, not decoded; begins with a slash
  std::string query;   ///< as sent, without the question mark
  std::vector<std::pair<std::string, std::string>>
      fields;                    ///< names in lower case, values without blanks around
  std::uint64_t body_bytes = 0;  ///< Content-Length
  bool is_chunked = false;
  bool keeps_alive = true;
  bool waits_for_continue = false;  ///< the client sends its body when it is told to

  bool has_body() const { return is_chunked || body_bytes > 0; }
  /// The field's value; null if it is not there. Fields that come more than once: the first.
  const std::string* find(std::string_view lower_case_name) const;
};

/// What became of the bytes that have come so far.
struct HeadReading {
  std::optional<RequestHead> head;
  std::size_t size = 0;         ///< of the head, with its empty line
  int status = 0;               ///< not 0: refused with this status; the connection cannot be used any more
  const char* fault = nullptr;  ///< why, in English
};

/// Reads the head at the front of `bytes`. Neither a head nor a status: it goes on in bytes that have not
/// come yet.
HeadReading read_head(std::string_view bytes);

/// GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS
bool is_method(std::string_view word);

}  // namespace objectos::http
