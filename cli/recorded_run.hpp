// What a command printed and how it ended, as cache run keeps it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace objectos::cli {

struct RecordedRun {
  struct Piece {
    bool is_error = false;  ///< of stderr
    std::string text;
  };
  int status = 0;
  bool was_signalled = false;
  bool is_joint = false;         ///< stdout and stderr were one file, and all pieces are of both
  std::int64_t made_at = 0;      ///< when it ended, ms since the epoch
  std::int64_t fresh_until = 0;  ///< afterwards it is stale; 0: never
  std::vector<Piece> pieces;     ///< in the order they came

  void add(bool is_error, std::string_view text);
  /// Bytes of all pieces.
  std::size_t size() const noexcept { return size_; }

  std::string encoded() const;
  /// Nothing if that is no recorded run.
  static std::optional<RecordedRun> decoded(std::string_view text);

 private:
  std::size_t size_ = 0;
};

}  // namespace objectos::cli
