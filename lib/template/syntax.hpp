// A template as a tree, between reading and flattening: what trimming blanks needs to see.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "template/code.hpp"

namespace objectos::templates {

/// Whether a tag has `~` at its front, at its end.
struct Strip {
  bool open = false;
  bool close = false;
};

struct Body;

struct Node {
  enum class Kind : std::uint8_t { content, comment, print, block, partial, partial_block, inline_partial };
  Kind kind = Kind::content;
  std::size_t offset = 0;

  // content
  std::string_view original{};
  std::string_view value{};  ///< what is left of it
  bool is_left_stripped = false;
  bool is_right_stripped = false;

  // print, block: what it is called with. The names are Handlebars'.
  Instruction::Op op = Instruction::Op::print;
  Number expression = none;
  Number include_zero = none;
  bool is_escaped = true;
  Strip strip{};
  std::unique_ptr<Body> program{};
  std::unique_ptr<Body> inverse{};
  Strip open_strip{};
  Strip inverse_strip{};
  Strip close_strip{};

  // partial, partial_block: `call`; inline_partial: `name`
  PartialCall call{};
  std::string_view name{};
};

struct Body {
  std::vector<Node> nodes;
  bool is_chained = false;  ///< holds the one block of an {{else NAME}}
  Number parameters = 0;
};

}  // namespace objectos::templates
