#include "lint/file_editor.hpp"

#include <algorithm>

#include "lint/member_place.hpp"
#include "lint/member_text.hpp"

namespace objectos::lint {
namespace {

using i18n::FileFormat;
using i18n::Node;
using i18n::NodeKind;
using i18n::Span;
using i18n::TranslationFile;

std::uint32_t narrow(std::size_t offset) {
  return static_cast<std::uint32_t>(offset);
}

bool contains(const std::vector<std::uint32_t>& list, std::uint32_t value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

}  // namespace

/// Where in the text the members of one object stand, and what changes them there.
class FileEditor::Layout {
 public:
  Layout(const TranslationFile& file, const FileStyle& style, std::uint32_t object,
         const ObjectChange& change, std::vector<Edit>& edits)
      : file_(file), text_(file.text()), style_(style), object_(object), change_(change), edits_(edits) {
    for (const std::uint32_t child : children_of(file, object)) {
      if (node(child).is_copied) {
        has_merge_ = true;
        continue;
      }
      children_.push_back(child);
      if (!contains(change.removed, child)) kept_.push_back(child);
    }
  }

  void make() {
    if (!has_braces(file_, object_)) return block();
    // What a merge key stands in has no node.
    if (has_merge_) return;
    kept_.empty() ? fill_braces() : braces();
  }

 private:
  const Node& node(std::uint32_t index) const { return file_.nodes()[index]; }
  std::size_t begin_of(std::uint32_t child) const { return node(child).key_span.begin; }
  std::size_t end_of(std::uint32_t child) const { return member_end(file_, child); }

  void add(std::size_t begin, std::size_t end, std::string text) {
    edits_.push_back({{narrow(begin), narrow(end)}, std::move(text)});
  }

  bool is_first_in_line(std::size_t at) const {
    const std::size_t start = line_start(text_, at);
    return text_.substr(start, at - start).find_first_not_of(" \t") == text_.npos;
  }
  /// The blanks that the line of `at` begins with.
  std::string blanks_of(std::size_t at) const {
    const std::size_t start = line_start(text_, at);
    return std::string(text_.substr(start, std::min(text_.find_first_not_of(" \t", start), at) - start));
  }

  /// The child that stays, behind which `insertion` goes; 0: it comes first.
  std::uint32_t anchor(const Insertion& insertion) const {
    std::uint32_t found = 0;
    for (const std::uint32_t child : kept_)
      if (child <= insertion.after) found = child;
    return found;
  }

  // ---- { }

  bool is_spread() const {
    const std::size_t first = children_.empty() ? node(object_).span.end : begin_of(children_.front());
    return text_.substr(node(object_).span.begin, first - node(object_).span.begin).find('\n') != text_.npos;
  }

  MemberLayout member_layout(bool is_spread) const {
    return is_spread ? MemberLayout::spread : MemberLayout::one_line;
  }

  /// What stands between a comma and the next member.
  std::string separator() const {
    if (is_spread()) return style_.line_end + blanks_of(begin_of(kept_.front()));
    for (std::size_t i = 1; i < children_.size(); ++i) {
      const std::string_view between =
          text_.substr(end_of(children_[i - 1]), begin_of(children_[i]) - end_of(children_[i - 1]));
      if (between.starts_with(',') && between.find_first_not_of(" ", 1) == between.npos)
        return std::string(between.substr(1));
    }
    return style_.colon.ends_with(' ') ? " " : "";
  }

  void braces() {
    remove_between_commas();
    if (change_.inserted.empty()) return;
    const std::string separator = this->separator();
    const std::string indent = is_spread() ? blanks_of(begin_of(kept_.front())) : std::string();
    for (const Insertion& insertion : change_.inserted) {
      const std::string text = member_text(insertion.member, style_, member_layout(is_spread()), indent);
      if (const std::uint32_t after = anchor(insertion); after != 0) {
        add(end_of(after), end_of(after), "," + separator + text);
      } else {
        add(begin_of(kept_.front()), begin_of(kept_.front()), text + "," + separator);
      }
    }
  }

  void remove_between_commas() {
    for (std::size_t i = 0; i < children_.size(); ++i) {
      if (!contains(change_.removed, children_[i])) continue;
      const std::size_t first = i;
      while (i + 1 < children_.size() && contains(change_.removed, children_[i + 1])) ++i;
      if (i + 1 < children_.size()) {
        add(begin_of(children_[first]), begin_of(children_[i + 1]), {});
      } else {
        add(end_of(children_[first - 1]), end_of(children_[i]), {});
      }
    }
  }

  /// Nothing stays in the braces.
  void fill_braces() {
    const Span braces = node(object_).span;
    std::string text;
    const bool spreads = style_.format == FileFormat::json && text_.find('\n') != text_.npos;
    const std::string outer = blanks_of(braces.begin),
                      indent = spreads ? outer + style_.indent : std::string();
    for (const Insertion& insertion : change_.inserted) {
      if (!text.empty()) text += ",";
      if (spreads) text.append(style_.line_end).append(indent);
      if (!spreads && &insertion != &change_.inserted.front() && style_.colon.ends_with(' ')) text += ' ';
      text += member_text(insertion.member, style_, member_layout(spreads), indent);
    }
    if (spreads && !text.empty()) text.append(style_.line_end).append(outer);
    add(braces.begin + 1, braces.end - 1, std::move(text));
  }

  // ---- members on lines of their own

  bool is_inline(std::uint32_t child) const { return !is_first_in_line(begin_of(child)); }

  std::string block_indent() const {
    for (const std::uint32_t child : children_)
      if (!is_inline(child)) return blanks_of(begin_of(child));
    return std::string(begin_of(children_.front()) - line_start(text_, begin_of(children_.front())), ' ');
  }

  void block() {
    if (children_.empty()) return;
    const bool empties = kept_.empty() && change_.inserted.empty() && !has_merge_;
    if (empties && is_inline(children_.front()))
      return add(begin_of(children_.front()), end_of(children_.back()), "{}");
    if (empties) empty_braces();
    insert_lines();
    for (std::size_t i = 0; i < children_.size(); ++i) {
      if (!contains(change_.removed, children_[i])) continue;
      const std::size_t begin = begin_of(children_[i]);
      if (!is_inline(children_[i])) {
        add(line_start(text_, begin), line_end(text_, end_of(children_[i])), {});
        continue;
      }
      std::size_t next = i + 1;  // `- key: text` leaves its place behind the dash to the next
      while (next < children_.size() && contains(change_.removed, children_[next])) ++next;
      if (next < children_.size()) {
        add(begin, begin_of(children_[next]), {});
        i = next - 1;
      }
    }
  }

  void empty_braces() {
    const Node& here = node(object_);
    if (here.key_span.end == here.key_span.begin)
      return add(line_start(text_, begin_of(children_.front())),
                 line_start(text_, begin_of(children_.front())), "{}" + style_.line_end);
    const auto colon = text_.find(':', here.key_span.end);
    add(colon + 1, colon + 1, " {}");
  }

  void insert_lines() {
    if (change_.inserted.empty()) return;
    const std::string indent = block_indent();
    const bool first_is_inline = is_inline(children_.front());
    for (const Insertion& insertion : change_.inserted) {
      const std::string text = member_text(insertion.member, style_, MemberLayout::block, indent);
      const std::uint32_t after = anchor(insertion);
      if (after != 0) {
        const std::size_t at = line_end(text_, end_of(after));
        const bool has_newline = at > 0 && text_[at - 1] == '\n';
        add(at, at, has_newline ? indent + text + style_.line_end : style_.line_end + indent + text);
      } else if (first_is_inline) {
        const std::uint32_t first = kept_.empty() ? children_.front() : kept_.front();
        add(begin_of(first), begin_of(first), text + style_.line_end + indent);
      } else {
        const std::size_t at = line_start(text_, begin_of(children_.front()));
        add(at, at, indent + text + style_.line_end);
      }
    }
  }

  const TranslationFile& file_;
  std::string_view text_;
  const FileStyle& style_;
  std::uint32_t object_;
  const ObjectChange& change_;
  std::vector<Edit>& edits_;
  std::vector<std::uint32_t> children_;
  std::vector<std::uint32_t> kept_;
  bool has_merge_ = false;
};

FileEditor::FileEditor(const TranslationFile& file) : file_(file), style_(style_of(file)) {}

void FileEditor::insert(std::uint32_t object, std::uint32_t after, NewMember member) {
  objects_[object].inserted.push_back({after, std::move(member)});
}

void FileEditor::remove(std::uint32_t node) {
  std::vector<std::uint32_t>& removed = objects_[file_.nodes()[node].parent].removed;
  if (!contains(removed, node)) removed.push_back(node);
}

void FileEditor::set_text(std::uint32_t node, std::string_view text) {
  scalars_.insert_or_assign(node, scalar_edits(file_, file_.nodes()[node], text, style_));
}

/// True if something above the node is taken away, with all that is in it.
bool FileEditor::is_gone(std::uint32_t node) const {
  for (;;) {
    const std::uint32_t parent = file_.nodes()[node].parent;
    const auto found = objects_.find(parent);
    if (node != 0 && found != objects_.end() && contains(found->second.removed, node)) return true;
    if (node == 0) return false;
    node = parent;
  }
}

std::string FileEditor::text() const {
  std::vector<Edit> edits;
  // Where the ends of two objects are one place, the inner one's comes first.
  for (auto each = objects_.rbegin(); each != objects_.rend(); ++each)
    if (!is_gone(each->first)) Layout(file_, style_, each->first, each->second, edits).make();
  for (const auto& [node, changes] : scalars_)
    if (!is_gone(node)) edits.insert(edits.end(), changes.begin(), changes.end());
  std::string text = edited(file_.text(), std::move(edits));
  const bool had_newline = file_.text().ends_with('\n');
  if (!had_newline && text.ends_with(style_.line_end)) text.resize(text.size() - style_.line_end.size());
  return text;
}

std::string edited(std::string_view text, std::vector<Edit> edits) {
  std::stable_sort(edits.begin(), edits.end(), [](const Edit& a, const Edit& b) {
    // What is put in comes before what is taken away behind it.
    return a.span.begin != b.span.begin ? a.span.begin < b.span.begin
                                        : a.span.end == a.span.begin && b.span.end > b.span.begin;
  });
  std::string out;
  std::size_t at = 0;
  for (const Edit& edit : edits) {
    if (edit.span.begin > at) out.append(text.substr(at, edit.span.begin - at));
    out.append(edit.text);
    at = std::max<std::size_t>(at, edit.span.end);
  }
  out.append(text.substr(at));
  return out;
}

}  // namespace objectos::lint
