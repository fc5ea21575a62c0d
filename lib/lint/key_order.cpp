#include "lint/key_order.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "lint/member_place.hpp"
#include "lint/outline.hpp"

namespace objectos::lint {
namespace {

/// Blanks that the line begins with.
std::size_t indent_of(std::string_view text, std::size_t line) {
  const auto first = text.find_first_not_of(' ', line);
  return (first == text.npos ? text.size() : first) - line;
}

bool is_comment(std::string_view text, std::size_t line) {
  return text.substr(line + indent_of(text, line)).starts_with('#');
}

/// Writes a file anew, object by object.
class Sorter {
 public:
  explicit Sorter(const TranslationFile& file) : file_(file), text_(file.text()) {}

  std::string text() const { return text(0, text_.size(), 0); }

 private:
  /// What is moved as a whole: a member, or an item of an array.
  struct Piece {
    std::uint32_t node;
    std::size_t begin;
    std::size_t end;
  };

  const i18n::Node& node(std::uint32_t index) const { return file_.nodes()[index]; }

  std::string text(std::size_t begin, std::size_t end, std::uint32_t parent) const {
    const bool is_block = node(parent).kind == NodeKind::object && !has_braces(file_, parent);
    const std::vector<Piece> pieces = pieces_of(parent, is_block);
    const std::vector<std::size_t> order = order_of(parent, pieces);
    std::string out;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      out.append(text_.substr(begin, pieces[i].begin - begin));
      const Piece& piece = pieces[order[i]];
      std::string moved = text(piece.begin, piece.end, piece.node);
      if (is_block && order[i] != i) end_as(pieces[i], moved);
      out += moved;
      begin = pieces[i].end;
    }
    return out.append(text_.substr(begin, end - begin));
  }

  /// The last line of a file may have no end: whatever comes last has none then.
  void end_as(const Piece& place, std::string& moved) const {
    const bool wants_end = text_[place.end - 1] == '\n';
    if (wants_end && !moved.ends_with('\n')) moved += text_.find("\r\n") == text_.npos ? "\n" : "\r\n";
    if (wants_end) return;
    while (moved.ends_with('\n') || moved.ends_with('\r')) moved.pop_back();
  }

  std::vector<Piece> pieces_of(std::uint32_t parent, bool is_block) const {
    std::vector<Piece> pieces;
    if (node(parent).is_scalar() || node(parent).is_copied) return pieces;
    const bool moves_lines = is_block && can_sort(file_, parent);
    std::size_t after = 0;
    for (const std::uint32_t child : children_of(file_, parent)) {
      if (node(child).is_copied) continue;
      Piece piece{child, begin_of(child), end_of(parent, child)};
      if (moves_lines) take_lines(piece, after);
      pieces.push_back(piece);
      after = piece.end;
    }
    return pieces;
  }

  std::size_t begin_of(std::uint32_t child) const {
    const i18n::Node& here = node(child);
    return here.key_span.end > here.key_span.begin ? here.key_span.begin : here.span.begin;
  }

  std::size_t end_of(std::uint32_t parent, std::uint32_t child) const {
    return node(parent).kind == NodeKind::array ? node(child).span.end : member_end(file_, child);
  }

  /// All lines of a member, with the comments right above it, and those behind it that are indented more.
  void take_lines(Piece& piece, std::size_t after) const {
    piece.begin = line_start(text_, piece.begin);
    const std::size_t indent = indent_of(text_, piece.begin);
    while (piece.begin > after) {
      const std::size_t above = line_start(text_, piece.begin - 1);
      if (above < after || !is_comment(text_, above) || indent_of(text_, above) != indent) break;
      piece.begin = above;
    }
    piece.end = line_end(text_, piece.end);
    while (piece.end < text_.size() && is_comment(text_, piece.end) && indent_of(text_, piece.end) > indent)
      piece.end = line_end(text_, piece.end + 1);
  }

  /// Which piece goes to which place.
  std::vector<std::size_t> order_of(std::uint32_t parent, const std::vector<Piece>& pieces) const {
    std::vector<std::size_t> order(pieces.size()), moved;
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    if (!can_sort(file_, parent)) return order;
    const auto key = [&](std::size_t i) { return node(pieces[i].node).key; };
    for (const std::size_t i : order)
      if (!KeyOrder::has_place(key(i))) moved.push_back(i);
    const KeyOrder wanted(file_, parent);
    std::vector<std::size_t> sorted = moved;
    std::stable_sort(sorted.begin(), sorted.end(),
                     [&](std::size_t a, std::size_t b) { return wanted.is_before(key(a), key(b)); });
    for (std::size_t i = 0; i < moved.size(); ++i) order[moved[i]] = sorted[i];
    return order;
  }

  const TranslationFile& file_;
  const std::string_view text_;
};

/// Every value with the keys that lead to it, in an order of its own; keys that come twice in theirs.
std::vector<std::pair<std::string, std::string>> meaning_of(const TranslationFile& file) {
  const auto& nodes = file.nodes();
  std::vector<std::string> paths(nodes.size());
  std::vector<std::pair<std::string, std::string>> values;
  for (std::uint32_t parent = 0; parent < nodes.size(); ++parent) {
    std::size_t index = 0;
    for (const std::uint32_t child : children_of(file, parent)) {
      const bool is_item = nodes[parent].kind == NodeKind::array;
      paths[child] =
          paths[parent] + '\0' + (is_item ? std::to_string(index++) : std::string(nodes[child].key));
      values.emplace_back(
          paths[child], std::to_string(static_cast<int>(nodes[child].kind)) + std::string(nodes[child].text));
    }
  }
  std::stable_sort(values.begin(), values.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  return values;
}

}  // namespace

KeyOrder::KeyOrder(const TranslationFile& file, std::uint32_t object) {
  for (const std::uint32_t child : children_of(file, object)) {
    const std::string_view key = file.nodes()[child].key;
    Form form{};
    if (!has_place(key) && !(form_of(key, form) && is_category(form))) is_of_forms_ = false;
  }
}

bool KeyOrder::is_before(std::string_view a, std::string_view b) const {
  Form x{}, y{};
  if (is_of_forms_ && form_of(a, x) && form_of(b, y)) return x < y;
  return a < b;
}

bool KeyOrder::has_place(std::string_view key) {
  return !key.empty() && key.find_first_not_of("0123456789") == key.npos;
}

bool can_sort(const TranslationFile& file, std::uint32_t object) {
  const i18n::Node& here = file.nodes()[object];
  if (here.kind != NodeKind::object || here.is_copied) return false;
  const bool is_block = here.end > object + 1 && !has_braces(file, object);
  const std::string_view text = file.text();
  for (const std::uint32_t child : children_of(file, object)) {
    const i18n::Node& member = file.nodes()[child];
    if (member.is_copied) return false;
    const std::size_t line = line_start(text, member.key_span.begin);
    if (is_block && line + indent_of(text, line) != member.key_span.begin) return false;
  }
  return true;
}

std::optional<std::string> with_sorted_keys(const TranslationFile& file) {
  std::string text = Sorter(file).text();
  const auto sorted = TranslationFile::parse(file.path(), text, file.format());
  if (sorted->is_broken() || meaning_of(*sorted) != meaning_of(file)) return std::nullopt;
  return text;
}

}  // namespace objectos::lint
