// HTML as text that can be read in its place.
#include <algorithm>
#include <string>
#include <vector>

#include "core/utf8.hpp"
#include "notification/html_scanner.hpp"
#include "objectos/mail.hpp"
#include "objectos/text.hpp"

namespace objectos {
namespace {

using mail::HtmlPiece;
using mail::HtmlScanner;
using mail::HtmlTag;

constexpr std::size_t max_width = 76;
constexpr std::size_t max_depth = 16;  // of lists and quotations that are shown as such

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f';
}

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Lines of words, with what stands at their left.
class Page {
 public:
  /// Text in which blanks are as good as one.
  void words(std::string_view text) {
    while (!text.empty()) {
      if (is_blank(text.front())) {
        has_gap_ = true;
        text.remove_prefix(1);
        continue;
      }
      const auto end = std::find_if(text.begin(), text.end(), is_blank);
      const auto size = static_cast<std::size_t>(end - text.begin());
      word(text.substr(0, size));
      text.remove_prefix(size);
    }
  }

  /// Text in which they are not.
  void preformatted(std::string_view text) {
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      std::string_view line = text.substr(0, end);
      if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
      line_ += line;
      is_open_ = is_open_ || !line.empty();
      if (end == text.size()) return;
      break_line(true);
      text.remove_prefix(end + 1);
    }
  }

  void gap() { has_gap_ = true; }

  /// A new line, also where there is nothing on the last one.
  void break_line(bool keeps_empty) {
    if (is_open_ || keeps_empty) {
      flush_blank();
      put_line();
    }
    has_gap_ = false;
  }

  /// What comes next stands on a line of its own, perhaps behind an empty one.
  void begin_block(bool wants_blank) {
    break_line(false);
    needs_blank_ = needs_blank_ || (wants_blank && !out_.empty());
  }

  void quote() { quotes_ = std::min(quotes_ + 1, max_depth); }
  void unquote() { quotes_ -= quotes_ > 0 ? 1 : 0; }
  void indent(std::size_t columns) { indentation_ = columns; }
  /// Stands at the left of the next line.
  void mark(std::string marker) {
    begin_block(false);
    marker_ = std::move(marker);
  }

  std::string finish() && {
    break_line(false);
    return std::move(out_);
  }

 private:
  void word(std::string_view text) {
    const bool has_blank = has_gap_ && is_open_;
    has_gap_ = false;
    if (has_blank && width_ + 1 + utf8::count_characters(text) + left_width() > max_width) {
      flush_blank();
      put_line();
    } else if (has_blank) {
      line_ += ' ';
      ++width_;
    }
    line_ += text;
    width_ += utf8::count_characters(text);
    is_open_ = true;
  }

  std::size_t left_width() const { return 2 * quotes_ + indentation_; }

  void flush_blank() {
    if (needs_blank_) {
      std::string left = quote_marks();
      while (!left.empty() && left.back() == ' ') left.pop_back();
      out_ += left + '\n';
    }
    needs_blank_ = false;
  }

  std::string quote_marks() const {
    std::string out;
    for (std::size_t i = 0; i < quotes_; ++i) out += "> ";
    return out;
  }

  void put_line() {
    std::string left = quote_marks();
    const std::size_t room =
        indentation_ > utf8::count_characters(marker_) ? indentation_ - utf8::count_characters(marker_) : 0;
    left += std::string(room, ' ') + marker_;
    marker_.clear();
    std::string line = left + line_;
    while (!line.empty() && is_blank(line.back())) line.pop_back();
    out_ += line + '\n';
    line_.clear();
    width_ = 0;
    is_open_ = false;
  }

  std::string out_, line_, marker_;
  std::size_t width_ = 0, indentation_ = 0, quotes_ = 0;
  bool has_gap_ = false, is_open_ = false, needs_blank_ = false;
};

class Reader {
 public:
  std::string read(std::string_view html) {
    HtmlScanner scanner(html);
    while (const auto piece = scanner.next()) {
      if (piece->tag) {
        tag(*piece->tag);
      } else {
        text(piece->text);
      }
    }
    end_link();
    return std::move(page_).finish();
  }

 private:
  struct List {
    bool is_numbered;
    std::size_t next = 1;
  };

  void text(std::string_view text) {
    if (link_depth_ > 0) link_text_ += text.substr(0, 1000);
    if (preformatted_ > 0) return page_.preformatted(text);
    page_.words(text);
  }

  void tag(const HtmlTag& tag) {
    const std::string& name = tag.name;
    if (name == "br") return tag.is_end ? void() : page_.break_line(true);
    if (name == "a") return tag.is_end ? end_link() : begin_link(tag);
    if (name == "img") return image(tag);
    if (name == "hr") return rule();
    if (is_one_of(name, {"ul", "ol", "menu"})) return tag.is_end ? end_list() : begin_list(name == "ol");
    if (name == "li") return tag.is_end ? page_.begin_block(false) : item();
    if (is_one_of(name, {"td", "th"})) return tag.is_end ? void() : cell();
    if (name == "tr") return row();
    if (name == "pre") return preformatted(tag.is_end);
    if (name == "blockquote") return quotation(tag.is_end);
    if (is_one_of(name, {"p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "dl", "figure"}))
      return page_.begin_block(true);
    if (is_one_of(name, {"div",     "section", "article", "header",   "footer",     "main", "nav",
                         "aside",   "address", "form",    "fieldset", "center",     "dt",   "dd",
                         "caption", "tbody",   "thead",   "tfoot",    "figcaption", "body"}))
      page_.begin_block(false);
  }

  void begin_link(const HtmlTag& tag) {
    end_link();
    link_ = tag.attribute("href");
    link_text_.clear();
    link_depth_ = 1;
  }

  /// The address behind the text, unless that says it.
  void end_link() {
    if (link_depth_ == 0) return;
    link_depth_ = 0;
    std::string address;
    for (const char c : link_) {
      if (!is_blank(c)) address += c;
    }
    constexpr std::string_view mailto = "mailto:";
    if (address.substr(0, mailto.size()) == mailto) address.erase(0, mailto.size());
    std::string_view said = link_text_;
    while (!said.empty() && is_blank(said.front())) said.remove_prefix(1);
    while (!said.empty() && is_blank(said.back())) said.remove_suffix(1);
    const bool is_told = said == address || "http://" + std::string(said) == address ||
                         "https://" + std::string(said) == address ||
                         "https://" + std::string(said) + '/' == address;
    if (address.empty() || address.front() == '#' || address.substr(0, 11) == "javascript:" || is_told)
      return;
    page_.gap();
    page_.words(said.empty() ? address : '(' + address + ')');
  }

  void image(const HtmlTag& tag) {
    const std::string_view alternative = tag.attribute("alt");
    if (link_depth_ > 0) link_text_ += alternative;
    page_.words(alternative);
  }

  void rule() {
    page_.begin_block(true);
    page_.words("----------");
    page_.begin_block(true);
  }

  void begin_list(bool is_numbered) {
    page_.begin_block(lists_.empty());
    if (lists_.size() < max_depth) {
      lists_.push_back({is_numbered});
    } else {
      ++lists_beyond_;
    }
    indent();
  }

  void end_list() {
    if (lists_beyond_ > 0) {
      --lists_beyond_;
    } else if (!lists_.empty()) {
      lists_.pop_back();
    }
    page_.begin_block(lists_.empty());
    indent();
  }

  void indent() {
    std::size_t columns = 0;
    for (const List& list : lists_) columns += list.is_numbered ? 3 : 2;
    page_.indent(columns);
  }

  void item() {
    if (lists_.empty()) return page_.mark("- ");
    List& list = lists_.back();
    page_.mark(list.is_numbered ? std::to_string(list.next++) + ". " : "- ");
  }

  void row() {
    page_.begin_block(false);
    has_cell_ = false;
  }

  void cell() {
    // Cells that hold paragraphs are of a layout, and stand below each other anyway.
    if (has_cell_) page_.words(" |");
    if (has_cell_) page_.gap();
    has_cell_ = true;
  }

  void preformatted(bool is_end) {
    page_.begin_block(true);
    if (is_end) {
      preformatted_ -= preformatted_ > 0 ? 1 : 0;
    } else {
      ++preformatted_;
    }
  }

  void quotation(bool is_end) {
    page_.begin_block(true);
    if (is_end) {
      page_.unquote();
    } else {
      page_.quote();
    }
  }

  Page page_;
  std::vector<List> lists_;
  std::size_t lists_beyond_ = 0, preformatted_ = 0, link_depth_ = 0;
  std::string link_, link_text_;
  bool has_cell_ = false;
};

}  // namespace

std::string text_of_html(std::string_view html) {
  return Reader().read(html);
}

}  // namespace objectos
