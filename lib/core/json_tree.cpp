#include "core/json_tree.hpp"

#include <unordered_set>

namespace objectos::json {
namespace {

constexpr int max_tree_depth = 100;  // parse() and the tree's destructor recurse

Node parse(Reader& reader, std::string_view text, int depth) {
  Node node;
  node.kind = reader.peek();
  node.offset = reader.offset();
  if (depth == max_tree_depth && (node.kind == Kind::object || node.kind == Kind::array))
    reader.fail(node.offset, "json.tree_too_deep", "{{place}}: nested deeper than 100 levels");
  if (node.kind == Kind::object) {
    std::string scratch;
    std::string_view key;
    std::unordered_set<std::string> seen;
    reader.begin_object();
    while (reader.next_key(key, scratch)) {
      const std::size_t key_offset = reader.key_offset();
      if (!seen.emplace(key).second)
        reader.fail(key_offset, "json.duplicate_key", "{{place}}: this key stands twice in one object");
      Member member{std::string(key), key_offset, {}};
      member.value = parse(reader, text, depth + 1);
      node.members.push_back(std::move(member));
    }
  } else if (node.kind == Kind::array) {
    reader.begin_array();
    while (reader.next_element()) node.elements.push_back(parse(reader, text, depth + 1));
  } else if (node.kind == Kind::string) {
    std::string scratch;
    node.string = reader.string(scratch);
  } else {
    reader.value();
  }
  node.text = text.substr(node.offset, reader.offset() - node.offset);
  return node;
}

}  // namespace

const Node* Node::find(std::string_view key) const noexcept {
  for (const Member& member : members) {
    if (member.key == key) return &member.value;
  }
  return nullptr;
}

Node parse_tree(std::string_view text, Place place, Reader::Dialect dialect) {
  Reader reader(text, place, dialect);
  Node root = parse(reader, text, 0);
  reader.end();
  return root;
}

}  // namespace objectos::json
