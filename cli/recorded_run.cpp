#include "recorded_run.hpp"

#include <charconv>

namespace objectos::cli {
namespace {

constexpr std::string_view magic = "objectos-run-1";

/// Takes a number and the byte behind it; false if that is not `end`.
template <class Number>
bool take(std::string_view& text, Number& number, char end) {
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  if (parsed.ec != std::errc() || parsed.ptr == text.data() + text.size() || *parsed.ptr != end) return false;
  text.remove_prefix(static_cast<std::size_t>(parsed.ptr - text.data()) + 1);
  return true;
}

}  // namespace

void RecordedRun::add(bool is_error, std::string_view text) {
  if (pieces.empty() || pieces.back().is_error != is_error) pieces.push_back({is_error, {}});
  pieces.back().text += text;
  size_ += text.size();
}

/// `MAGIC STATUS SIGNALLED JOINT MADE_AT FRESH_UNTIL PIECES`, then for each piece `STREAM SIZE`, a newline and its bytes.
std::string RecordedRun::encoded() const {
  std::string text(magic);
  for (const std::int64_t number : {std::int64_t{status}, std::int64_t{was_signalled}, std::int64_t{is_joint}, made_at,
                                    fresh_until, static_cast<std::int64_t>(pieces.size())})
    text += ' ' + std::to_string(number);
  text += '\n';
  for (const Piece& piece : pieces)
    text.append(piece.is_error ? "2 " : "1 ").append(std::to_string(piece.text.size())).append("\n").append(piece.text);
  return text;
}

std::optional<RecordedRun> RecordedRun::decoded(std::string_view text) {
  if (!text.starts_with(magic) || text.size() == magic.size() || text[magic.size()] != ' ') return std::nullopt;
  text.remove_prefix(magic.size() + 1);
  RecordedRun run;
  int signalled = 0, joint = 0;
  std::size_t count = 0;
  if (!take(text, run.status, ' ') || !take(text, signalled, ' ') || !take(text, joint, ' ') ||
      !take(text, run.made_at, ' ') || !take(text, run.fresh_until, ' ') || !take(text, count, '\n'))
    return std::nullopt;
  run.was_signalled = signalled != 0;
  run.is_joint = joint != 0;
  for (; count > 0; --count) {
    int stream = 0;
    std::size_t size = 0;
    if (!take(text, stream, ' ') || !take(text, size, '\n') || size > text.size()) return std::nullopt;
    run.pieces.push_back({stream == 2, std::string(text.substr(0, size))});
    run.size_ += size;
    text.remove_prefix(size);
  }
  return text.empty() ? std::optional(std::move(run)) : std::nullopt;
}

}  // namespace objectos::cli
