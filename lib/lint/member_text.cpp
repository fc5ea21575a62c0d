#include "lint/member_text.hpp"

#include "objectos/error.hpp"
#include "objectos/json.hpp"

namespace objectos::lint {
namespace {

using i18n::FileFormat;
using Kind = NewMember::Kind;

class Writer {
 public:
  Writer(const FileStyle& style, MemberLayout layout) : style_(style), layout_(layout) {}

  std::string member(const NewMember& member, const std::string& indent) const {
    std::string out = key(member);
    const bool is_tree = member.kind == Kind::object || member.kind == Kind::array;
    if (layout_ == MemberLayout::block && is_tree && !member.members.empty())
      return out + ":" + lines(member, indent + style_.indent);
    return out + (is_json() ? style_.colon : ": ") + value(member, indent);
  }

 private:
  bool is_json() const { return style_.format == FileFormat::json; }
  bool in_flow() const { return layout_ != MemberLayout::block; }

  std::string key(const NewMember& member) const {
    if (is_json()) return json_text(member.key, style_.escapes_non_ascii);
    return member.is_plain_key ? member.key : yaml_text(member.key, Quote::none, true);
  }

  std::string text(const NewMember& member) const {
    return is_json() ? json_text(member.text, style_.escapes_non_ascii)
                     : yaml_text(member.text, style_.quote, in_flow());
  }

  /// A number, boolean or null; one that JSON does not know is a text there.
  std::string literal(const NewMember& member) const {
    if (member.text.empty() || member.text == "~") return "null";
    if (!is_json()) return member.text;
    try {
      json::check(member.text);
      return member.text;
    } catch (const Error&) {
      return text(member);
    }
  }

  std::string value(const NewMember& member, const std::string& indent) const {
    switch (member.kind) {
      case Kind::text: return text(member);
      case Kind::literal: return literal(member);
      case Kind::object: return between("{", "}", member, indent);
      case Kind::array: return between("[", "]", member, indent);
    }
    return {};
  }

  std::string between(const char* open, const char* close, const NewMember& tree,
                      const std::string& indent) const {
    if (tree.members.empty()) return std::string(open) + close;
    if (layout_ == MemberLayout::block)
      return Writer(style_, MemberLayout::one_line).between(open, close, tree, {});
    const bool is_spread = layout_ == MemberLayout::spread;
    const std::string inner = indent + style_.indent;
    std::string out = open;
    for (const NewMember& each : tree.members) {
      if (&each != &tree.members.front()) out += is_spread || !style_.colon.ends_with(' ') ? "," : ", ";
      if (is_spread) out.append(style_.line_end).append(inner);
      out += tree.kind == Kind::object ? member(each, inner) : value(each, inner);
    }
    if (is_spread) out.append(style_.line_end).append(indent);
    return out + close;
  }

  /// What is in an object or array, each on a line of its own.
  std::string lines(const NewMember& tree, const std::string& indent) const {
    std::string out;
    for (const NewMember& each : tree.members) {
      out.append(style_.line_end).append(indent);
      out += tree.kind == Kind::object ? member(each, indent) : "- " + value(each, indent);
    }
    return out;
  }

  const FileStyle& style_;
  MemberLayout layout_;
};

}  // namespace

std::string member_text(const NewMember& member, const FileStyle& style, MemberLayout layout,
                        const std::string& indent) {
  return Writer(style, layout).member(member, indent);
}

}  // namespace objectos::lint
