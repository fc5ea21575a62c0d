// What a rendering has made so far.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace objectos::templates {

/// Writes behind what a string holds, which is the output's alone for as long as it lives. What is appended
/// is short as a rule: calling memcpy, and what std::string does around it, would take longer than to copy
/// it.
class Output {
 public:
  /// `expected`: so many bytes will come, as far as is known.
  Output(std::string& text, std::size_t expected) : text_(text), at_(text.size()) {
    text_.resize(at_ + expected);
  }
  ~Output() { text_.resize(at_); }
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  std::size_t size() const noexcept { return at_; }
  void append(std::string_view text) {
    copy(room(text.size()), text);
    at_ += text.size();
  }
  /// `write(char* to)` writes at most `most` bytes and returns their end.
  template <class Write>
  void append_at_most(std::size_t most, Write write) {
    char* const to = room(most);
    at_ += static_cast<std::size_t>(write(to) - to);
  }
  /// What stands behind `from` is taken out again.
  std::string take_from(std::size_t from) {
    std::string taken = text_.substr(from, at_ - from);
    at_ = from;
    return taken;
  }

 private:
  char* room(std::size_t size) {
    if (text_.size() - at_ < size) text_.resize(std::max(at_ + size, 2 * at_));
    return text_.data() + at_;
  }

  template <class Word>
  static void copy_ends(char* to, std::string_view from) noexcept {
    Word first, last;  // both are read before they overlap
    std::memcpy(&first, from.data(), sizeof(Word));
    std::memcpy(&last, from.data() + from.size() - sizeof(Word), sizeof(Word));
    std::memcpy(to, &first, sizeof(Word));
    std::memcpy(to + from.size() - sizeof(Word), &last, sizeof(Word));
  }
  static void copy(char* to, std::string_view from) noexcept {
    struct Sixteen {
      std::uint64_t words[2];
    };
    if (from.size() > 2 * sizeof(Sixteen)) {
      std::memcpy(to, from.data(), from.size());
    } else if (from.size() >= sizeof(Sixteen)) {
      copy_ends<Sixteen>(to, from);
    } else if (from.size() >= sizeof(std::uint64_t)) {
      copy_ends<std::uint64_t>(to, from);
    } else if (from.size() >= sizeof(std::uint32_t)) {
      copy_ends<std::uint32_t>(to, from);
    } else {
      for (std::size_t i = 0; i < from.size(); ++i) to[i] = from[i];
    }
  }

  std::string& text_;
  std::size_t at_;
};

}  // namespace objectos::templates
