// A request as the routes see it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/request_head.hpp"

namespace objectos::http {

/// Parameters behind the question mark. Each may be taken once; what nobody took is refused, as a misspelt
/// option is.
class Query {
 public:
  /// Error(usage) for bad %XX and for a parameter that stands twice.
  explicit Query(std::string_view text);
  std::optional<std::string> take(std::string_view name);
  /// A whole number up to `most`; Error(usage).
  std::optional<std::size_t> take_count(std::string_view name, std::size_t most);
  /// All that nobody took.
  std::vector<std::pair<std::string, std::string>> take_rest() { return std::exchange(parameters_, {}); }
  /// Error(usage) that names a parameter which nobody took.
  void end() const;

 private:
  std::vector<std::pair<std::string, std::string>> parameters_;
};

struct Request {
  const RequestHead& head;
  std::string_view path;  ///< decoded
  std::string_view body;
  bool is_trusted;  ///< it came with the token, or none is asked
};

}  // namespace objectos::http
