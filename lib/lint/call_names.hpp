// The names that code calls for a translation.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace objectos::lint {

class CallNames {
 public:
  /// Names such as `t`, which stands for `t(…)`, `i18n.t(…)`, `this.$i18n.t(…)`; `i18n.t`, which wants the
  /// i18n before it; and `i18nKey=`, an attribute. None: those of the usual libraries. Error(usage) for what
  /// is no name.
  explicit CallNames(const std::vector<std::string>& names);

  /// True if one of the names ends with `word`, which tells quickly that nothing is called.
  bool may_end(std::string_view word) const noexcept {
    return !word.empty() && word.size() < is_end_length_.size() && is_end_length_[word.size()] &&
           is_end(word);
  }
  /// True if what ends at `end` in `text`, with what stands before it, is one of the functions or attributes.
  bool is_function(std::string_view text, std::size_t end) const noexcept {
    return is_any(functions_, false, text, end);
  }
  bool is_attribute(std::string_view text, std::size_t end) const noexcept {
    return is_any(attributes_, true, text, end);
  }

  /// Letters, digits, `_`, `$`, `@`, and what is not ASCII.
  static bool is_word(char c) noexcept;

 private:
  using Parts = std::vector<std::string>;

  bool is_end(std::string_view word) const noexcept;
  static bool is_any(const std::vector<Parts>& names, bool is_attribute, std::string_view text,
                     std::size_t end) noexcept;

  std::vector<Parts> functions_;
  std::vector<Parts> attributes_;
  std::vector<std::string> ends_;
  std::array<bool, 64> is_end_length_{};
};

}  // namespace objectos::lint
