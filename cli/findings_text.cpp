// Findings for people, as compilers tell theirs.
#include <algorithm>
#include <vector>

#include "findings.hpp"
#include "text_width.hpp"

namespace objectos::cli {
namespace {

constexpr std::size_t tab_width = 4;

std::string painted(const Console& console, Severity severity) {
  const std::string_view name = severity_name(severity);
  return severity == Severity::error     ? console.red(name)
         : severity == Severity::warning ? console.yellow(name)
                                         : console.cyan(name);
}

std::string place_text(const FilePlace& place) {
  return printable(place.file, false) + ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
}

/// A character of a line, as a terminal shows it.
struct Cell {
  std::string shown;
  std::size_t width = 1;
};

/// The line's characters. Tabs are blanks up to the next stop, what would steer the terminal is \xHH.
std::vector<Cell> cells_of(std::string_view line) {
  const std::string valid = as_utf8(line);
  std::vector<Cell> cells;
  std::size_t column = 0;
  for (std::string_view text = valid; !text.empty();) {
    const Character c = character_at(text);
    Cell cell;
    if (c.code == '\t') {
      cell.width = tab_width - column % tab_width;
      cell.shown.assign(cell.width, ' ');
    } else {
      cell.shown = printable(text.substr(0, c.size), false);
      cell.width = columns(cell.shown);
    }
    column += cell.width;
    cells.push_back(std::move(cell));
    text.remove_prefix(c.size);
  }
  return cells;
}

std::size_t width_of(const std::vector<Cell>& cells, std::size_t begin, std::size_t end) {
  std::size_t width = 0;
  for (std::size_t i = begin; i < end; ++i) width += cells[i].width;
  return width;
}

/// A line with the stretch that is meant, both cut to the width of the terminal.
class Excerpt {
 public:
  /// `mark` stands for what is left out, one column wide.
  Excerpt(const Finding& finding, std::size_t width, std::string_view mark)
      : cells_(cells_of(finding.line_text)), mark_(mark) {
    const FilePlace& place = finding.place;
    stretch_begin_ = std::min<std::size_t>(place.column - 1, cells_.size());
    stretch_end_ = place.end_line > place.line ? cells_.size()
                                               : std::min<std::size_t>(place.end_column - 1, cells_.size());
    cut(width);
  }

  std::string line() const {
    std::string text(begin_ > 0 ? mark_ : "");
    for (std::size_t i = begin_; i < end_; ++i) text += cells_[i].shown;
    return text.append(end_ < cells_.size() ? mark_ : "");
  }

  std::string caret() const {
    const std::size_t before =
        width_of(cells_, begin_, std::max(begin_, stretch_begin_)) + (begin_ > 0 ? 1 : 0);
    const std::size_t marked =
        width_of(cells_, std::max(begin_, stretch_begin_), std::min(end_, stretch_end_));
    return std::string(before, ' ') + "^" + std::string(marked > 1 ? marked - 1 : 0, '~');
  }

 private:
  void cut(std::size_t width) {
    end_ = cells_.size();
    if (width_of(cells_, 0, end_) <= width) return;
    width -= 2;  // for the marks that something is left out
    // Some of what is in front stays to be seen, if not all.
    std::size_t before = width_of(cells_, 0, stretch_begin_);
    const bool fits = width_of(cells_, 0, stretch_end_) <= width;
    while (!fits && before > width / 3) before -= cells_[begin_++].width;
    std::size_t used = 0;
    for (end_ = begin_; end_ < cells_.size() && used + cells_[end_].width <= width; ++end_)
      used += cells_[end_].width;
  }

  std::vector<Cell> cells_;
  std::string_view mark_;
  std::size_t stretch_begin_ = 0, stretch_end_ = 0;  // what is meant
  std::size_t begin_ = 0, end_ = 0;                  // what is shown
};

void write_excerpt(const Finding& finding, Output& out, const Console& console, Language& language) {
  const std::string number = std::to_string(finding.place.line);
  const std::size_t gutter = std::max<std::size_t>(number.size(), 5);
  const std::string blank(gutter, ' ');
  if (!finding.line_text.empty()) {
    const std::size_t width = console.width();
    const Excerpt excerpt(finding, width > gutter + 23 ? width - gutter - 3 : 20,
                          console.has_blocks() ? "…" : "~");
    out.line(console.cyan(std::string(gutter - number.size(), ' ') + number + " |") + " " + excerpt.line());
    out.line(console.cyan(blank + " |") + " " + console.red(excerpt.caret()));
  }
  if (finding.source) {
    const Message note("check.source_place", "compared with {{place}}",
                       {{"place", place_text(*finding.source)}});
    out.line(console.cyan(blank + " =") + " " + language.text(note));
  }
}

}  // namespace

void write_text(const CheckReport& report, Output& out, const Console& console, Language& language) {
  const Finding* before = nullptr;
  for (const Finding& finding : report.findings) {
    if (console.stdout_is_terminal() && before && before->place.file != finding.place.file) out.line("");
    before = &finding;
    out.line(console.bold(place_text(finding.place)) + ": " + painted(console, finding.severity) + ": " +
             printable(language.text(finding.message), false) + " [" + std::string(rule_id(finding)) + "]");
    if (console.stdout_is_terminal()) write_excerpt(finding, out, console, language);
  }
}

}  // namespace objectos::cli
