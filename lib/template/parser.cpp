#include "template/parser.hpp"

namespace objectos::templates {
namespace {

constexpr int max_nesting = 100;  // reading, flattening and rendering recurse

/// Of a tag's first and last token.
Strip strip_of(const Lexeme& open, const Lexeme& close) noexcept {
  const std::string_view end = close.written;
  return {open.written.size() > 2 && open.written[2] == '~', end.size() > 2 && end[end.size() - 3] == '~'};
}

bool ends_body(Token token) noexcept {
  return token == Token::end || token == Token::open_end_block || token == Token::inverse ||
         token == Token::open_inverse_chain;
}

bool has_star(const Lexeme& open) noexcept {
  return open.written.ends_with('*');
}

}  // namespace

class Parser::Nesting {
 public:
  explicit Nesting(Parser& parser) : parser_(parser) {
    if (++parser_.nesting_ > max_nesting) {
      parser_.code_.source.fail(parser_.peek().offset,
                                Message("template.too_deep", "nested deeper than 100 levels"));
    }
  }
  ~Nesting() { --parser_.nesting_; }
  Nesting(const Nesting&) = delete;
  Nesting& operator=(const Nesting&) = delete;

 private:
  Parser& parser_;
};

// ---- tokens --------------------------------------------------------------------------------------------

const Lexeme& Parser::peek() {
  if (ahead_.empty()) ahead_.push_back(lexer_.next());
  return ahead_.front();
}

const Lexeme& Parser::peek_second() {
  peek();
  if (ahead_.size() == 1) ahead_.push_back(lexer_.next());
  return ahead_.back();
}

Lexeme Parser::take() {
  peek();
  const Lexeme lexeme = ahead_.front();
  ahead_.erase(ahead_.begin());
  return lexeme;
}

void Parser::unexpected(const Message& expected) {
  const Lexeme& found = peek();
  code_.source.fail(found.offset, Message("template.unexpected", "{{expected}} is expected, not {{found}}",
                                          {{"expected", expected}, {"found", token_name(found.token)}}));
}

Lexeme Parser::expect(Token token) {
  if (!at(token)) unexpected(token_name(token));
  return take();
}

// ---- statements ----------------------------------------------------------------------------------------

Body Parser::document() {
  Body body = this->body();
  if (at(Token::open_end_block)) {
    code_.source.fail(peek().offset,
                      Message("template.nothing_open", "no block is open that this could close"));
  }
  if (!at(Token::end))
    code_.source.fail(peek().offset, Message("template.else_outside", "else belongs in a block"));
  return body;
}

Body Parser::body() {
  Body body;
  while (!ends_body(peek().token)) {
    switch (peek().token) {
      case Token::content: body.nodes.push_back(content()); break;
      case Token::comment: {
        const Lexeme comment = take();
        body.nodes.push_back(
            {.kind = Node::Kind::comment, .offset = comment.offset, .strip = strip_of(comment, comment)});
        break;
      }
      case Token::open:
      case Token::open_unescaped: body.nodes.push_back(print()); break;
      case Token::open_block: body.nodes.push_back(block()); break;
      case Token::open_inverse: body.nodes.push_back(inverted_block()); break;
      case Token::open_raw_block: body.nodes.push_back(raw_block()); break;
      case Token::open_partial: body.nodes.push_back(partial()); break;
      case Token::open_partial_block: body.nodes.push_back(partial_block()); break;
      default: unexpected(Message("template.token.any", "text or a tag"));
    }
  }
  return body;
}

Node Parser::content() {
  const Lexeme lexeme = take();
  return {.kind = Node::Kind::content,
          .offset = lexeme.offset,
          .original = lexeme.written,
          .value = lexeme.written};
}

Node Parser::print() {
  const Lexeme open = take();
  if (has_star(open))
    code_.source.fail(open.offset, Message("template.no_decorator", "there are no decorators but {{inline}}",
                                           {{"inline", "{{#*inline \"NAME\"}}"}}));
  Node node{.kind = Node::Kind::print, .offset = open.offset};
  set_callee(node, call(), false);
  node.is_escaped = open.token == Token::open && !open.written.ends_with('&');
  node.strip = strip_of(open, expect(open.token == Token::open ? Token::close : Token::close_unescaped));
  return node;
}

/// What a tag or block does, by what it begins with.
void Parser::set_callee(Node& node, const Call& call, bool is_block) {
  using Op = Instruction::Op;
  const HelperInfo* info = helper_of(call, false);
  if (!info) {
    node.op = is_block ? Op::section : Op::print;
    node.expression = lookup(call.head);
    return;
  }
  if (info->use == HelperInfo::Use::block) {
    if (!is_block)
      code_.source.fail(call.head.offset,
                        Message("template.needs_block", "{{helper}} needs a block: {{form}}",
                                {{"helper", info->name}, {"form", "{{#" + call.head.original + " …}}"}}));
    node.op = info->helper == Helper::if_      ? Op::if_
              : info->helper == Helper::unless ? Op::unless
              : info->helper == Helper::each   ? Op::each
                                               : Op::with;
    for (const Pair& pair : call.pairs) {
      if (pair.key == "includeZero" && node.include_zero == none) node.include_zero = pair.expression;
    }
    node.expression = call.arguments.front();
    return;
  }
  const bool is_condition = info->use == HelperInfo::Use::condition;
  node.op = !is_block ? Op::print : is_condition ? Op::condition : Op::append;
  node.expression = call_of(call, *info);
}

std::unique_ptr<Body> Parser::block_body() {
  const auto declared = std::move(declared_);
  declared_.clear();
  if (!declared.empty()) parameters_.push_back(declared);
  auto read = std::make_unique<Body>(body());
  read->parameters = static_cast<Number>(declared.size());
  if (!declared.empty()) parameters_.pop_back();
  return read;
}

Node Parser::block() {
  const Nesting nesting(*this);
  const Lexeme open = take();
  const Call call = this->call();
  block_parameters();
  Node node{.kind = Node::Kind::block, .offset = open.offset};
  if (has_star(open)) {
    set_inline_name(node, call, open);
  } else {
    set_callee(node, call, true);
  }
  node.open_strip = strip_of(open, expect(Token::close));
  node.program = block_body();
  std::optional<Inverse> inverse = inverse_chain();
  if (inverse && node.kind == Node::Kind::inline_partial)
    code_.source.fail(open.offset, Message("template.inline_else", "an inline partial has no else"));
  node.close_strip = close_block(node, call.head);
  if (inverse) {
    if (inverse->is_chain) inverse->body->nodes.front().close_strip = node.close_strip;
    node.inverse_strip = inverse->strip;
    node.inverse = std::move(inverse->body);
  }
  return node;
}

void Parser::set_inline_name(Node& node, const Call& call, const Lexeme& open) {
  if (call.head.original != "inline")
    code_.source.fail(open.offset, Message("template.no_decorator", "there are no decorators but {{inline}}",
                                           {{"inline", "{{#*inline \"NAME\"}}"}}));
  const Expression* name = call.arguments.size() == 1 ? &code_.expressions[call.arguments.front()] : nullptr;
  if (!name || name->kind != Expression::Kind::literal || !name->literal.is(Value::Kind::string)) {
    code_.source.fail(open.offset,
                      Message("template.inline_name", "an inline partial has one name, in quotes"));
  }
  node.kind = Node::Kind::inline_partial;
  node.name = name->literal.text();
}

Node Parser::inverted_block() {
  const Nesting nesting(*this);
  const Lexeme open = take();
  const Call call = this->call();
  block_parameters();
  Node node{.kind = Node::Kind::block, .offset = open.offset};
  set_callee(node, call, true);
  node.open_strip = strip_of(open, expect(Token::close));
  node.inverse = block_body();
  if (at(Token::inverse)) {
    Inverse other = inverse();
    node.inverse_strip = other.strip;
    node.program = std::move(other.body);
  }
  node.close_strip = close_block(node, call.head);
  return node;
}

Parser::Inverse Parser::inverse() {
  const Lexeme tag = take();
  return {strip_of(tag, tag), block_body(), false};
}

std::optional<Parser::Inverse> Parser::inverse_chain() {
  if (at(Token::inverse)) return inverse();
  if (!at(Token::open_inverse_chain)) return std::nullopt;
  const Nesting nesting(*this);
  const Lexeme open = take();
  const Call call = this->call();
  block_parameters();
  Node node{.kind = Node::Kind::block, .offset = open.offset};
  set_callee(node, call, true);
  node.open_strip = strip_of(open, expect(Token::close));
  const Strip strip = node.open_strip;
  node.program = block_body();
  if (std::optional<Inverse> rest = inverse_chain()) {
    node.inverse_strip = node.close_strip = rest->strip;
    if (rest->is_chain) rest->body->nodes.front().close_strip = rest->strip;
    node.inverse = std::move(rest->body);
  }
  auto chained = std::make_unique<Body>();
  chained->nodes.push_back(std::move(node));
  chained->is_chained = true;
  return Inverse{strip, std::move(chained), true};
}

Strip Parser::close_block(const Node& block, const Head& head) {
  if (at(Token::end)) {
    code_.source.fail(block.offset, Message("template.block_end", "this block is not closed by {{close}}",
                                            {{"close", "{{/" + head.original + "}}"}}));
  }
  const Lexeme open = expect(Token::open_end_block);
  const Head closed = this->head();
  const bool is_same_literal =
      closed.literal == head.literal || (closed.literal <= Token::id && head.literal <= Token::string);
  if (closed.original != head.original || !is_same_literal) {
    code_.source.fail(
        closed.offset,
        Message("template.wrong_end", "{{open}} doesn't match {{close}}: the block of line {{line}} is open",
                {{"open", head.original},
                 {"close", closed.original},
                 {"line", code_.source.place(block.offset).line}}));
  }
  return strip_of(open, expect(Token::close));
}

Node Parser::raw_block() {
  const Nesting nesting(*this);
  const Lexeme open = take();
  const Call call = this->call();
  Node node{.kind = Node::Kind::block, .offset = open.offset};
  set_callee(node, call, true);
  expect(Token::close_raw_block);
  node.program = std::make_unique<Body>();
  while (at(Token::content)) node.program->nodes.push_back(content());
  const Lexeme close = expect(Token::end_raw_block);
  if (close.text != call.head.original) {
    code_.source.fail(
        close.offset,
        Message("template.wrong_end", "{{open}} doesn't match {{close}}: the block of line {{line}} is open",
                {{"open", call.head.original},
                 {"close", close.text},
                 {"line", code_.source.place(open.offset).line}}));
  }
  return node;
}

// ---- partials ------------------------------------------------------------------------------------------

/// The name, and what is handed in. For {{#> its head, which the closing tag repeats.
Parser::Head Parser::partial_name(PartialCall& call) {
  if (at(Token::open_call)) {
    call.name_expression = subexpression();
    return {};
  }
  Head head = this->head();
  call.is_partial_block = head.is_variable && head.original == "@partial-block";
  call.name = code_.source.unescaped.emplace_back(head.original);
  return head;
}

void Parser::read_partial(PartialCall& call) {
  const std::size_t offset = peek().offset;
  std::vector<Number> arguments;
  std::vector<Pair> pairs;
  this->arguments(arguments);
  named(pairs);
  if (arguments.size() > 1)
    code_.source.fail(offset,
                      Message("template.partial_arguments", "a partial takes one context and NAME=VALUE"));
  if (!arguments.empty()) call.context = arguments.front();
  call.pairs = append(code_.pairs, pairs);
}

Node Parser::partial() {
  const Lexeme open = take();
  Node node{.kind = Node::Kind::partial, .offset = open.offset};
  partial_name(node.call);
  read_partial(node.call);
  node.strip = strip_of(open, expect(Token::close));
  return node;
}

Node Parser::partial_block() {
  const Nesting nesting(*this);
  const Lexeme open = take();
  Node node{.kind = Node::Kind::partial_block, .offset = open.offset};
  if (at(Token::open_call))
    code_.source.fail(peek().offset,
                      Message("template.block_name", "the name of a partial with a block is written out"));
  const Head head = partial_name(node.call);
  read_partial(node.call);
  node.open_strip = strip_of(open, expect(Token::close));
  node.program = block_body();
  node.close_strip = close_block(node, head);
  return node;
}

}  // namespace objectos::templates
