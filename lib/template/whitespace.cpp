#include "template/whitespace.hpp"

#include <optional>

#include "template/blanks.hpp"

namespace objectos::templates {
namespace {

/// What a node wants of its neighbours.
struct Wishes {
  bool open = false;                 ///< take all blanks in front
  bool close = false;                ///< take all blanks behind
  bool is_open_standalone = false;   ///< its opening tag may stand alone, seen from inside
  bool is_close_standalone = false;  ///< its closing tag
  bool is_inline_standalone = false;
};

bool is_narrow(char c) noexcept {
  return c == ' ' || c == '\t';
}

class Trimmer {
 public:
  explicit Trimmer(bool ignore_standalone) : ignore_standalone_(ignore_standalone) {}

  void body(Body& body, bool is_root) {
    for (std::size_t i = 0; i < body.nodes.size(); ++i) {
      if (const auto wishes = wishes_of(body.nodes[i])) grant(body, i, *wishes, is_root);
    }
  }

 private:
  using Nodes = std::vector<Node>;

  void grant(Body& body, std::size_t i, const Wishes& wishes, bool is_root) {
    Nodes& nodes = body.nodes;
    const bool has_line_before = ends_line_before(nodes, i, is_root);
    const bool has_line_behind = begins_line_behind(nodes, i + 1, is_root);
    if (wishes.close) omit_right(nodes, i + 1, true);
    if (wishes.open) omit_left(nodes, i, true);
    if (ignore_standalone_) return;
    Node& node = nodes[i];
    if (wishes.is_inline_standalone && has_line_before && has_line_behind) {
      omit_right(nodes, i + 1, false);
      if (omit_left(nodes, i, false) && node.kind == Node::Kind::partial)
        node.call.indent = indent_of(nodes[i - 1].original);
    }
    if (wishes.is_open_standalone && has_line_before) {
      omit_right((node.program ? node.program : node.inverse)->nodes, 0, false);
      omit_left(nodes, i, false);
    }
    if (wishes.is_close_standalone && has_line_behind) {
      omit_right(nodes, i + 1, false);
      Nodes& last = (node.inverse ? node.inverse : node.program)->nodes;
      omit_left(last, last.size(), false);
    }
  }

  std::optional<Wishes> wishes_of(Node& node) {
    switch (node.kind) {
      case Node::Kind::content: return std::nullopt;
      case Node::Kind::print: return Wishes{.open = node.strip.open, .close = node.strip.close};
      case Node::Kind::comment:
      case Node::Kind::partial:
        return Wishes{.open = node.strip.open, .close = node.strip.close, .is_inline_standalone = true};
      case Node::Kind::block:
      case Node::Kind::partial_block:
      case Node::Kind::inline_partial: return block(node);
    }
    return std::nullopt;
  }

  Wishes block(Node& node) {
    if (node.program) body(*node.program, false);
    if (node.inverse) body(*node.inverse, false);
    Body& program = node.program ? *node.program : *node.inverse;
    Body* inverse = node.program ? node.inverse.get() : nullptr;
    Body* first_inverse = inverse;
    Body* last_inverse = inverse;
    if (inverse && inverse->is_chained) {
      first_inverse = inverse->nodes.front().program.get();
      while (last_inverse->is_chained) last_inverse = last_inverse->nodes.back().program.get();
    }
    Body& closing = first_inverse ? *first_inverse : program;
    const Wishes wishes{.open = node.open_strip.open,
                        .close = node.close_strip.close,
                        .is_open_standalone = begins_line_behind(program.nodes, 0, false),
                        .is_close_standalone = ends_line_before(closing.nodes, closing.nodes.size(), false)};
    if (node.open_strip.close) omit_right(program.nodes, 0, true);
    if (!inverse) {
      if (node.close_strip.open) omit_left(program.nodes, program.nodes.size(), true);
      return wishes;
    }
    if (node.inverse_strip.open) omit_left(program.nodes, program.nodes.size(), true);
    if (node.inverse_strip.close) omit_right(first_inverse->nodes, 0, true);
    if (node.close_strip.open) omit_left(last_inverse->nodes, last_inverse->nodes.size(), true);
    // An else that stands alone.
    if (!ignore_standalone_ && ends_line_before(program.nodes, program.nodes.size(), false) &&
        begins_line_behind(first_inverse->nodes, 0, false)) {
      omit_left(program.nodes, program.nodes.size(), false);
      omit_right(first_inverse->nodes, 0, false);
    }
    return wishes;
  }

  static const Node* content_at(const Nodes& nodes, std::size_t i) noexcept {
    return i < nodes.size() && nodes[i].kind == Node::Kind::content ? &nodes[i] : nullptr;
  }

  /// Whether only blanks are between the node `i` and the line's start, of a document also its own start.
  static bool ends_line_before(const Nodes& nodes, std::size_t i, bool is_root) noexcept {
    if (i == 0) return is_root;
    const Node* before = content_at(nodes, i - 1);
    if (!before) return false;
    const std::string_view kept = without_trailing_blanks(before->original);
    if (before->original.find('\n', kept.size()) != std::string_view::npos) return true;
    return is_root && i == 1 && kept.empty();
  }

  /// Whether only blanks are between the end of what is in front of the node `i` and the line's end.
  static bool begins_line_behind(const Nodes& nodes, std::size_t i, bool is_root) noexcept {
    if (i >= nodes.size()) return is_root;
    const Node* behind = content_at(nodes, i);
    if (!behind) return false;
    const std::string_view kept = without_leading_blanks(behind->original);
    const std::string_view blanks = behind->original.substr(0, behind->original.size() - kept.size());
    if (blanks.find('\n') != blanks.npos) return true;
    return is_root && i + 1 == nodes.size() && kept.empty();
  }

  /// Trims the front of the content at `i`: all blanks, or the rest of a line.
  static void omit_right(Nodes& nodes, std::size_t i, bool all) {
    if (!content_at(nodes, i)) return;
    Node& node = nodes[i];
    if (!all && node.is_right_stripped) return;
    std::string_view value = node.value;
    if (all) {
      value = without_leading_blanks(value);
    } else {
      while (!value.empty() && is_narrow(value.front())) value.remove_prefix(1);
      if (value.starts_with("\r\n")) {
        value.remove_prefix(2);
      } else if (value.starts_with('\n') || value.starts_with('\r')) {
        value.remove_prefix(1);
      }
    }
    node.is_right_stripped = value.size() != node.value.size();
    node.value = value;
  }

  /// Trims the end of the content in front of `i`: all blanks, or those of its last line. True if there were
  /// some.
  static bool omit_left(Nodes& nodes, std::size_t i, bool all) {
    if (i == 0 || !content_at(nodes, i - 1)) return false;
    Node& node = nodes[i - 1];
    if (!all && node.is_left_stripped) return false;
    std::string_view value = node.value;
    if (all) {
      value = without_trailing_blanks(value);
    } else {
      while (!value.empty() && is_narrow(value.back())) value.remove_suffix(1);
    }
    node.is_left_stripped = value.size() != node.value.size();
    node.value = value;
    return node.is_left_stripped;
  }

  static std::string_view indent_of(std::string_view original) noexcept {
    std::size_t begin = original.size();
    while (begin > 0 && is_narrow(original[begin - 1])) --begin;
    return original.substr(begin);
  }

  bool ignore_standalone_;
};

}  // namespace

void trim_blanks(Body& document, bool ignore_standalone) {
  Trimmer(ignore_standalone).body(document, true);
}

}  // namespace objectos::templates
