// "Did you mean": the optimal string alignment distance (one insertion, deletion, replacement or swap of
// neighbours costs 1).
#include <algorithm>

#include "objectos/text.hpp"

namespace objectos {
namespace {

std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> two_back(b.size() + 1), back(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) back[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({back[j] + 1, row[j - 1] + 1, back[j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], two_back[j - 2] + 1);
    }
    two_back.swap(back);
    back.swap(row);
  }
  return back[b.size()];
}

}  // namespace

std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& candidates) {
  if (word.size() > 64) return std::nullopt;
  // A third of the letters may be wrong, one at least; a proper beginning of a candidate counts as near.
  std::size_t best = std::max<std::size_t>(1, (word.size() + 1) / 3) + 1;
  const std::string* found = nullptr;
  for (const std::string& candidate : candidates) {
    std::size_t d = distance(word, candidate);
    if (word.size() >= 3 && candidate.size() > word.size() && candidate.compare(0, word.size(), word) == 0)
      d = 1;
    if (d < best) {
      best = d;
      found = &candidate;
    }
  }
  return found ? std::optional(*found) : std::nullopt;
}

}  // namespace objectos
