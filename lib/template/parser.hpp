// Reads a template into a tree; expressions go into the code at once.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "template/lexer.hpp"
#include "template/syntax.hpp"

namespace objectos::templates {

/// TemplateError for what is wrong in the text.
class Parser {
 public:
  explicit Parser(Template::Code& code) : code_(code), lexer_(code.source) {}
  Body document();

 private:
  /// What stands at the front of a tag: a path, or a literal, which is a path of one part there.
  struct Head {
    std::size_t offset = 0;
    Token literal = Token::id;  ///< which kind of literal it is written as
    std::string original;       ///< as the closing tag repeats it
    bool is_variable = false;
    bool is_scoped = false;  ///< has `this` or `.` in front: never a helper
    Number depth = 0;
    std::vector<std::string_view> parts;
    bool is_simple() const noexcept { return parts.size() == 1 && !is_scoped && depth == 0; }
  };
  struct Call {
    Head head;
    std::vector<Number> arguments;
    std::vector<Pair> pairs;
  };
  struct Inverse {
    Strip strip;
    std::unique_ptr<Body> body;
    bool is_chain = false;
  };

  // statements (parser.cpp)
  Body body();
  Node content();
  Node print();
  Node block();
  Node inverted_block();
  Node raw_block();
  Node partial();
  Node partial_block();
  std::optional<Inverse> inverse_chain();
  Inverse inverse();
  std::unique_ptr<Body> block_body();
  void set_callee(Node& node, const Call& call, bool is_block);
  void read_partial(PartialCall& call);
  Strip close_block(const Node& block, const Head& head);
  Head partial_name(PartialCall& call);
  void set_inline_name(Node& node, const Call& call, const Lexeme& open);

  // expressions (expressions.cpp)
  Call call();
  Head head();
  Head literal_head();
  void path(Head& head);
  Number argument();
  void arguments(std::vector<Number>& arguments);
  void named(std::vector<Pair>& pairs);
  Number subexpression();
  Number lookup(const Head& head);
  const HelperInfo* helper_of(const Call& call, bool is_subexpression) const;
  Number call_of(const Call& call, const HelperInfo& helper);
  Number literal_of(const Lexeme& lexeme);
  struct Parameter {
    Number blocks_out;
    Number place;
  };
  std::optional<Parameter> block_parameter(const Head& head) const;
  void block_parameters();

  // tokens
  const Lexeme& peek();
  const Lexeme& peek_second();
  Lexeme take();
  bool at(Token token) { return peek().token == token; }
  Lexeme expect(Token token);
  [[noreturn]] void unexpected(const Message& expected);

  template <class Item, class Items>
  static Range append(std::vector<Item>& list, const Items& items) {
    const Range range{static_cast<Number>(list.size()), static_cast<Number>(items.size())};
    list.insert(list.end(), items.begin(), items.end());
    return range;
  }
  Number add(const Expression& expression);

  /// Counts what is open for as long as it lives.
  class Nesting;

  Template::Code& code_;
  Lexer lexer_;
  std::vector<Lexeme> ahead_;                              // at most two
  std::vector<std::vector<std::string_view>> parameters_;  // of the open blocks that declare some
  std::vector<std::string_view> declared_;                 // by the block tag that is being read
  int nesting_ = 0;
};

}  // namespace objectos::templates
