// Listings, page by page in one view.
#include <algorithm>

#include "core/keys.hpp"
#include "core/utf8.hpp"
#include "postgres/postgres_storage.hpp"
#include "postgres/statements.hpp"
#include "storage/step.hpp"

namespace objectos::postgres {
namespace {

// The first page is for a visitor that wants few; later ones hold what fits into this, by the sizes seen so
// far.
constexpr std::size_t first_page = 100, first_page_of_values = 16;
constexpr std::size_t largest_page = 4000;
constexpr std::size_t page_bytes = 4u << 20;

/// The character behind the last of `text` takes its place: 0 if there is none behind it. Surrogates are
/// none.
std::string next_character(std::string_view character) {
  std::uint32_t code = utf8::decode(character);
  ++code;
  if (code == 0xD800) code = 0xE000;
  const auto tail = [code](int shift) { return static_cast<char>(0x80 | (code >> shift & 0x3F)); };
  if (code > 0x10FFFF) return {};
  if (code < 0x80) return {static_cast<char>(code)};
  if (code < 0x800) return {static_cast<char>(0xC0 | code >> 6), tail(0)};
  if (code < 0x10000) return {static_cast<char>(0xE0 | code >> 12), tail(6), tail(0)};
  return {static_cast<char>(0xF0 | code >> 18), tail(12), tail(6), tail(0)};
}

/// The smallest UTF-8 text greater than all that begin with `prefix`; empty if there is none.
std::string end_of_prefix(std::string prefix) {
  while (!prefix.empty()) {
    std::size_t at = prefix.size() - 1;
    while (at > 0 && (static_cast<unsigned char>(prefix[at]) & 0xC0) == 0x80) --at;
    const std::string next = next_character(std::string_view(prefix).substr(at));
    prefix.resize(at);
    if (!next.empty()) return prefix + next;
  }
  return prefix;
}

/// As much of a cursor as can be a text of the server.
std::string_view sendable(std::string_view text) {
  text = text.substr(0, text.find('\0'));
  while (!is_utf8(text)) text.remove_suffix(1);
  return text;
}

}  // namespace

/// Where a listing stands.
class PostgresStorage::Pages {
 public:
  explicit Pages(const Range& range) : range_(range), end_(end_of_prefix(range.pattern.prefix())) {
    const std::string& prefix = range.pattern.prefix();
    const std::string_view after = sendable(range.after);
    from_ = after > prefix ? std::string(after) : prefix;
    limit_ = range.with_values ? first_page_of_values : first_page;
  }

  void add_to(Connection& server) const {
    Parameters parameters;
    parameters.text(from_).integer(static_cast<std::int64_t>(limit_));
    if (!end_.empty()) parameters.text(end_);
    server.add(statements::page[range_.with_values][is_behind_][!end_.empty()], parameters);
  }

  /// False if that was the last.
  bool move_behind(const Result& page) {
    const auto rows = static_cast<std::size_t>(page.rows());
    if (rows < limit_) return false;
    std::size_t bytes = 0;
    for (int row = 0; row < page.rows(); ++row)
      bytes += range_.with_values ? page.field(row, 1).size() + page.field(row, 2).size() : 0;
    limit_ = std::clamp<std::size_t>(page_bytes / (bytes / rows + 64), 4, std::min(largest_page, limit_ * 8));
    from_ = page.field(page.rows() - 1, 0);
    is_behind_ = true;
    return true;
  }

 private:
  const Range& range_;
  std::string from_, end_;
  bool is_behind_ = false;
  std::size_t limit_;
};

void PostgresStorage::range(const Range& range, const Visitor& visit) {
  const std::lock_guard lock(mutex_);
  told_ms_.reset();
  const std::string& prefix = range.pattern.prefix();
  if (reads_nothing_ || !is_utf8(prefix) || prefix.find('\0') != prefix.npos) return;
  const auto visit_page = [&](const Result& page) {
    for (int row = 0; row < page.rows(); ++row) {
      const std::string_view key = page.field(row, 0);
      if (key <= range.after || !range.pattern.matches(key) || !keys::can_be_ours(key)) continue;
      const bool go_on = range.with_values ? visit(entry_of(key, page, row, 1))
                                           : visit({std::string(key), Value(), page.maybe_integer(row, 3)});
      if (!go_on) return false;
    }
    return true;
  };
  Pages pages(range);
  OwnTransaction view(*this);
  std::vector<Result> results;
  try {
    results = run(Effect::none, [&](Connection& server) {
      if (!has_group()) server.add(statements::begin_read);
      pages.add_to(server);
    });
  } catch (const SqlError& error) {
    if (!error.is(state::undefined_table) || has_group()) throw;
    return;
  }
  while (visit_page(results.back()) && pages.move_behind(results.back()))
    results = run_in_transaction(false, [&](Connection& server) { pages.add_to(server); });
}

}  // namespace objectos::postgres
