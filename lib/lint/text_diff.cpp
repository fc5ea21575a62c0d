#include "lint/text_diff.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

namespace objectos::lint {
namespace {

constexpr std::size_t around = 3;
constexpr std::int64_t max_differences = 2'000;

using Lines = std::vector<std::string_view>;  // with their ends

Lines lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const std::size_t size = end == text.npos ? text.size() : end + 1;
    lines.push_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return lines;
}

/// Lines that give way to others.
struct Change {
  std::size_t old_begin, old_end, new_begin, new_end;
};

void append(std::vector<Change>& changes, const Change& next) {
  if (!changes.empty() && changes.back().old_end == next.old_begin &&
      changes.back().new_end == next.new_begin) {
    changes.back().old_end = next.old_end;
    changes.back().new_end = next.new_end;
  } else {
    changes.push_back(next);
  }
}

/// The shortest way from one to the other (Myers, 1986); nothing if it is long.
class ShortestWay {
 public:
  ShortestWay(const Lines& from, const Lines& to, std::size_t front, std::size_t back)
      : from_(from),
        to_(to),
        front_(front),
        n_(static_cast<std::int64_t>(from.size() - front - back)),
        m_(static_cast<std::int64_t>(to.size() - front - back)) {}

  std::optional<std::vector<Change>> find() {
    const std::int64_t most = std::min(n_ + m_, max_differences);
    std::vector<std::int64_t> reach(static_cast<std::size_t>(2 * most + 3), 0);
    const auto at = [&](std::int64_t k) -> std::int64_t& {
      return reach[static_cast<std::size_t>(k + most + 1)];
    };
    for (std::int64_t d = 0; d <= most; ++d) {
      // What step d began with, for the way back.
      steps_.emplace_back(reach.begin() + (most + 1 - d), reach.begin() + (most + 2 + d));
      for (std::int64_t k = -d; k <= d; k += 2) {
        std::int64_t x = k == -d || (k != d && at(k - 1) < at(k + 1)) ? at(k + 1) : at(k - 1) + 1;
        while (x < n_ && x - k < m_ && is_same(x, x - k)) ++x;
        at(k) = x;
        if (x >= n_ && x - k >= m_) return way_back(d);
      }
    }
    return std::nullopt;
  }

 private:
  bool is_same(std::int64_t x, std::int64_t y) const {
    return from_[front_ + static_cast<std::size_t>(x)] == to_[front_ + static_cast<std::size_t>(y)];
  }

  std::vector<Change> way_back(std::int64_t d) const {
    std::vector<Change> changes;
    std::int64_t x = n_, y = m_;
    for (; d > 0; --d) {
      const auto& reach = steps_[static_cast<std::size_t>(d)];
      const auto at = [&](std::int64_t k) { return reach[static_cast<std::size_t>(k + d)]; };
      const std::int64_t k = x - y;
      const bool is_down = k == -d || (k != d && at(k - 1) < at(k + 1));
      const std::int64_t before_k = is_down ? k + 1 : k - 1;
      const std::int64_t before_x = at(before_k), before_y = before_x - before_k;
      const auto old_line = front_ + static_cast<std::size_t>(before_x),
                 new_line = front_ + static_cast<std::size_t>(before_y);
      changes.push_back(is_down ? Change{old_line, old_line, new_line, new_line + 1}
                                : Change{old_line, old_line + 1, new_line, new_line});
      x = before_x;
      y = before_y;
    }
    std::reverse(changes.begin(), changes.end());
    std::vector<Change> joined;
    for (const Change& each : changes) append(joined, each);
    return joined;
  }

  const Lines& from_;
  const Lines& to_;
  std::size_t front_;
  std::int64_t n_, m_;
  std::vector<std::vector<std::int64_t>> steps_;
};

std::vector<Change> changes_between(const Lines& from, const Lines& to) {
  const std::size_t least = std::min(from.size(), to.size());
  std::size_t front = 0, back = 0;
  while (front < least && from[front] == to[front]) ++front;
  while (front + back < least && from[from.size() - 1 - back] == to[to.size() - 1 - back]) ++back;
  if (front == from.size() && front == to.size()) return {};
  if (auto shortest = ShortestWay(from, to, front, back).find()) return std::move(*shortest);
  return {{front, from.size() - back, front, to.size() - back}};
}

/// "12,3": where a hunk begins and how many lines it has; of none the line before it counts.
std::string range(std::size_t begin, std::size_t end) {
  const std::size_t count = end - begin;
  const std::string first = std::to_string(count == 0 ? begin : begin + 1);
  return count == 1 ? first : first + "," + std::to_string(count);
}

void append_line(std::string& out, char mark, std::string_view line) {
  out += mark;
  out += line;
  if (!line.ends_with('\n')) out += "\n\\ No newline at end of file\n";
}

}  // namespace

std::string unified_diff(std::string_view path, std::string_view before, std::string_view after) {
  const Lines from = lines_of(before), to = lines_of(after);
  const std::vector<Change> changes = changes_between(from, to);
  if (changes.empty()) return {};
  std::string out = "--- " + std::string(path) + "\n+++ " + std::string(path) + "\n";
  for (std::size_t first = 0; first < changes.size();) {
    std::size_t last = first;
    while (last + 1 < changes.size() && changes[last + 1].old_begin - changes[last].old_end <= 2 * around)
      ++last;
    const std::size_t lead = std::min(around, changes[first].old_begin);
    const std::size_t trail = std::min(around, from.size() - changes[last].old_end);
    out += "@@ -" + range(changes[first].old_begin - lead, changes[last].old_end + trail) + " +" +
           range(changes[first].new_begin - lead, changes[last].new_end + trail) + " @@\n";
    std::size_t line = changes[first].old_begin - lead;
    for (std::size_t i = first; i <= last; ++i) {
      for (; line < changes[i].old_begin; ++line) append_line(out, ' ', from[line]);
      for (; line < changes[i].old_end; ++line) append_line(out, '-', from[line]);
      for (std::size_t added = changes[i].new_begin; added < changes[i].new_end; ++added)
        append_line(out, '+', to[added]);
    }
    for (const std::size_t end = line + trail; line < end; ++line) append_line(out, ' ', from[line]);
    first = last + 1;
  }
  return out;
}

}  // namespace objectos::lint
