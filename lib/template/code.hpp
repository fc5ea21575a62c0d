// A compiled template: expressions and programs in flat lists that point to each other by number.
#pragma once

#include <atomic>
#include <cstdint>
#include <string_view>
#include <vector>

#include "objectos/template.hpp"
#include "template/helpers.hpp"
#include "template/source.hpp"
#include "template/value.hpp"

namespace objectos::templates {

using Number = std::uint32_t;  ///< of an expression, a program, …
inline constexpr Number none = ~Number{0};

/// A run of consecutive items in one of the lists.
struct Range {
  Number first = 0;
  Number count = 0;
};

/// Which `@` variable: those with a place of their own, and others by name.
enum class Variable : std::uint8_t { root, index, key, first, last, partial_block, other };

struct Expression {
  enum class Kind : std::uint8_t { literal, path, variable, block_parameter, call };
  Kind kind = Kind::literal;
  Variable variable = Variable::other;
  Helper helper = Helper::if_;
  bool searches_outwards = false;  ///< a path that compat looks for further out
  Number depth = 0;                ///< how far out: contexts, frames of variables, or blocks with parameters
  Number parameter = 0;            ///< which block parameter
  Range parts{};                   ///< of a path; of a variable and a parameter what follows the name
  Range arguments{};               ///< of a call
  Range pairs{};                   ///< of a call
  std::size_t offset = 0;
  Value literal{};
};

struct Pair {
  std::string_view key;
  Number expression;
};

struct PartialCall {
  std::string_view name;          ///< unless it is worked out
  Number name_expression = none;  ///< works it out
  Number context = none;          ///< expression; none: the present one
  Range pairs;
  std::string_view indent;        ///< in front of every line
  Number block = none;            ///< program between {{#> and {{/
  bool is_partial_block = false;  ///< {{> @partial-block}}
};

struct Instruction {
  enum class Op : std::uint8_t {
    text,       // appends `text`
    print,      // appends `expression`
    name,       // the same of a path that leads downwards, as nearly all do: `path`
    append,     // appends `expression`, a helper called as a block, never escaped
    if_,        // `expression` chooses `program` or `inverse`
    unless,     // the other way round
    condition,  // the same for helpers that compare
    each,
    with,
    section,  // {{#name}}: Mustache's section
    partial,  // `extra`
  };
  Op op;
  bool is_escaped = true;
  Number expression = none;
  Number program = none;
  Number inverse = none;
  Number extra = none;  ///< includeZero of an `if`; which PartialCall
  std::size_t offset = 0;
  std::string_view text{};
  Range path{};  ///< parts
};

struct InlinePartial {
  std::string_view name;
  Number program;
};

struct Program {
  Range instructions;
  Range inlines;          ///< defined in it
  Number parameters = 0;  ///< how many its block declares
};

}  // namespace objectos::templates

namespace objectos {

struct Template::Code {
  templates::Source source;
  std::vector<templates::Key> parts;
  std::vector<templates::Expression> expressions;
  std::vector<templates::Number> arguments;
  std::vector<templates::Pair> pairs;
  std::vector<templates::PartialCall> partials;
  std::vector<templates::InlinePartial> inlines;
  std::vector<templates::Instruction> instructions;
  std::vector<templates::Program> programs;
  templates::Number main = 0;
  /// What came of it last: so much room is made.
  mutable std::atomic<std::size_t> usual_size = 0;
};

}  // namespace objectos
