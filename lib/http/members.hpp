// The JSON object that a request brings.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace objectos::http {

/// Members by name. Each may be taken once; what nobody took is refused.
class Members {
 public:
  /// Error(data) with the place for what is no JSON object, or has a member twice.
  explicit Members(std::string_view body);

  /// The member as it is written; a view into the body.
  std::optional<std::string_view> take(std::string_view name);
  /// Error(usage) for another type. null: as if it were not there.
  std::optional<std::string> take_string(std::string_view name);
  std::optional<bool> take_flag(std::string_view name);
  /// A string, or a list of strings.
  std::vector<std::string> take_strings(std::string_view name);
  /// An object of strings; numbers and true and false as they are written.
  std::vector<std::pair<std::string, std::string>> take_texts(std::string_view name);
  /// Error(usage) that names a member which nobody took.
  void end() const;

 private:
  std::vector<std::pair<std::string, std::string_view>> members_;
};

}  // namespace objectos::http
