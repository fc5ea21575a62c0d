// A parsed JSON tree that knows where everything stood: for configuration and whatever reports positions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "objectos/json.hpp"

namespace objectos::json {

struct Member;

/// One value. Views point into the parsed text, which must outlive the tree.
struct Node {
  Kind kind = Kind::null;
  std::size_t offset = 0;  ///< of the value's first byte
  std::string_view text;   ///< as written
  std::string string;      ///< decoded, if it is a string
  std::vector<Member> members;
  std::vector<Node> elements;

  /// The member of that key, or null.
  const Node* find(std::string_view key) const noexcept;
};

struct Member {
  std::string key;
  std::size_t key_offset = 0;
  Node value;
};

/// The whole of `text` as a tree. Error(data) with the place for bad syntax, for a key that stands twice in
/// one object, and beyond 100 levels.
Node parse_tree(std::string_view text, Place place, Reader::Dialect dialect);

struct LineColumn {
  std::size_t line = 1;    ///< from 1
  std::size_t column = 1;  ///< in bytes, from 1
};
LineColumn line_column(std::string_view text, std::size_t offset);

}  // namespace objectos::json
