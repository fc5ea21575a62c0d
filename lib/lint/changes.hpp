// What of a file is another than it was.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lint/outline.hpp"

namespace objectos::lint {

class Changes {
 public:
  /// Everything is new.
  Changes() = default;
  /// `before`: the text of the file as it was; nothing: there was none.
  Changes(const Outline& now, const std::optional<std::string>& before, std::string_view locale,
          const CheckOptions& options);

  /// True if the key, something in it or something that it is in was added, changed or removed.
  bool has(std::string_view key) const;
  bool any() const { return is_new_ || !keys_.empty(); }
  /// Keys that were there before, with another text.
  const std::vector<std::string>& rewritten() const noexcept { return rewritten_; }

 private:
  bool is_new_ = true;
  std::vector<std::string> keys_;  // sorted
  std::vector<std::string> rewritten_;
};

/// The texts and values of a file, plural forms each by itself, with their nodes.
std::map<std::string, std::uint32_t> leaves_of(const Outline& outline);

}  // namespace objectos::lint
