// The part of the parser that reads what stands in a tag.
#include <algorithm>
#include <span>

#include "template/number_text.hpp"
#include "template/parser.hpp"

namespace objectos::templates {
namespace {

bool is_word_byte(char c) noexcept {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
}

/// Handlebars' own test, /^\.|this\b/: also of a name that ends in "this".
bool is_scoped(std::string_view original) noexcept {
  if (original.starts_with('.')) return true;
  for (auto at = original.find("this"); at != original.npos; at = original.find("this", at + 1)) {
    if (at + 4 == original.size() || !is_word_byte(original[at + 4])) return true;
  }
  return false;
}

Variable variable_named(std::string_view name) noexcept {
  if (name == "root") return Variable::root;
  if (name == "index") return Variable::index;
  if (name == "key") return Variable::key;
  if (name == "first") return Variable::first;
  if (name == "last") return Variable::last;
  if (name == "partial-block") return Variable::partial_block;
  return Variable::other;
}

bool is_literal(Token token) noexcept {
  switch (token) {
    case Token::string:
    case Token::number:
    case Token::true_:
    case Token::false_:
    case Token::undefined:
    case Token::null: return true;
    default: return false;
  }
}

bool begins_argument(Token token) noexcept {
  return token == Token::id || token == Token::at || token == Token::open_call || is_literal(token);
}

}  // namespace

Number Parser::add(const Expression& expression) {
  code_.expressions.push_back(expression);
  return static_cast<Number>(code_.expressions.size() - 1);
}

Parser::Call Parser::call() {
  Call call;
  call.head = head();
  arguments(call.arguments);
  named(call.pairs);
  return call;
}

Parser::Head Parser::head() {
  if (is_literal(peek().token)) return literal_head();
  Head head;
  head.offset = peek().offset;
  if (at(Token::at)) {
    take();
    head.is_variable = true;
    head.original = "@";
  }
  if (!at(Token::id)) unexpected(token_name(Token::id));
  path(head);
  return head;
}

Parser::Head Parser::literal_head() {
  const Lexeme lexeme = take();
  Head head;
  head.offset = lexeme.offset;
  head.literal = lexeme.token;
  if (lexeme.token == Token::number) {
    append_number(head.original, parse_json_number(lexeme.text));
  } else {
    head.original = lexeme.text;
  }
  head.parts.push_back(code_.source.unescaped.emplace_back(head.original));
  head.is_scoped = is_scoped(head.original);
  return head;
}

void Parser::path(Head& head) {
  for (;;) {
    const Lexeme part = expect(Token::id);
    head.original += part.text;
    const bool is_step = part.text.data() == part.written.data() &&
                         (part.text == ".." || part.text == "." || part.text == "this");
    if (!is_step) {
      head.parts.push_back(part.text);
    } else if (!head.parts.empty()) {
      code_.source.fail(head.offset,
                        Message("template.path", "Invalid path: {{path}}", {{"path", head.original}}));
    } else if (part.text == "..") {
      ++head.depth;
    }
    if (!at(Token::separator)) break;
    head.original += take().text;
  }
  head.is_scoped = is_scoped(head.original);
}

void Parser::arguments(std::vector<Number>& arguments) {
  while (begins_argument(peek().token)) {
    if (at(Token::id) && peek_second().token == Token::equals) return;
    arguments.push_back(argument());
  }
}

void Parser::named(std::vector<Pair>& pairs) {
  while (at(Token::id)) {
    const std::string_view key = take().text;
    expect(Token::equals);
    pairs.push_back({key, argument()});
  }
}

Number Parser::argument() {
  if (at(Token::open_call)) return subexpression();
  if (is_literal(peek().token)) return literal_of(take());
  if (!begins_argument(peek().token)) unexpected(Message("template.token.value", "a value"));
  return lookup(head());
}

Number Parser::literal_of(const Lexeme& lexeme) {
  Expression expression{.kind = Expression::Kind::literal, .offset = lexeme.offset};
  switch (lexeme.token) {
    case Token::string: expression.literal = Value::of(lexeme.text); break;
    case Token::number: expression.literal = Value::of(parse_json_number(lexeme.text)); break;
    case Token::true_: expression.literal = Value::of(true); break;
    case Token::false_: expression.literal = Value::of(false); break;
    case Token::null: expression.literal = Value::null(); break;
    default: break;
  }
  return add(expression);
}

Number Parser::lookup(const Head& head) {
  if (const auto found = block_parameter(head)) {
    Expression parameter{.kind = Expression::Kind::block_parameter,
                         .depth = found->blocks_out,
                         .parameter = found->place,
                         .offset = head.offset};
    parameter.parts = append(code_.parts, std::span(head.parts).subspan(1));
    return add(parameter);
  }
  Expression expression{.kind = Expression::Kind::path, .depth = head.depth, .offset = head.offset};
  std::vector<std::string_view> parts = head.parts;
  if (head.is_variable && !parts.empty()) {
    expression.kind = Expression::Kind::variable;
    expression.variable = variable_named(parts.front());
    if (expression.variable != Variable::other) parts.erase(parts.begin());
  }
  expression.searches_outwards = !head.is_variable && !head.is_scoped && head.depth == 0 && !parts.empty();
  expression.parts = append(code_.parts, parts);
  return add(expression);
}

std::optional<Parser::Parameter> Parser::block_parameter(const Head& head) const {
  if (head.depth > 0 || head.is_scoped || head.is_variable || head.parts.empty()) return std::nullopt;
  for (std::size_t out = 0; out < parameters_.size(); ++out) {
    const auto& names = parameters_[parameters_.size() - 1 - out];
    const auto found = std::find(names.begin(), names.end(), head.parts.front());
    if (found == names.end()) continue;
    return Parameter{static_cast<Number>(out), static_cast<Number>(found - names.begin())};
  }
  return std::nullopt;
}

void Parser::block_parameters() {
  declared_.clear();
  if (!at(Token::open_parameters)) return;
  take();
  do {
    declared_.push_back(expect(Token::id).text);
  } while (!at(Token::close_parameters));
  take();
}

Number Parser::subexpression() {
  const Lexeme open = expect(Token::open_call);
  if (++nesting_ > 100)
    code_.source.fail(open.offset, Message("template.too_deep", "nested deeper than 100 levels"));
  const Call call = this->call();
  expect(Token::close_call);
  --nesting_;
  const HelperInfo* info = helper_of(call, true);
  if (!info) return lookup(call.head);
  if (info->use == HelperInfo::Use::block) {
    code_.source.fail(call.head.offset,
                      Message("template.needs_block", "{{helper}} needs a block: {{form}}",
                              {{"helper", info->name}, {"form", "{{#" + call.head.original + " …}}"}}));
  }
  return call_of(call, *info);
}

/// The helper that is called, or null where a value is looked up.
const HelperInfo* Parser::helper_of(const Call& call, bool is_subexpression) const {
  const Head& head = call.head;
  const bool is_called = is_subexpression || !call.arguments.empty() || !call.pairs.empty();
  const bool is_name = head.is_simple() && !head.is_variable;
  const HelperInfo* info = is_name && !block_parameter(head) ? find_helper(head.parts.front()) : nullptr;
  if (!info) {
    if (is_called && !(is_name && block_parameter(head))) {
      const std::string nearest = nearest_helper(head.original);
      code_.source.fail(
          head.offset,
          Message("template.unknown_helper", "there is no helper {{name}}", {{"name", head.original}}),
          nearest.empty()
              ? Message()
              : Message("template.nearest_helper", "did you mean {{name}}?", {{"name", nearest}}));
    }
    return nullptr;
  }
  const std::size_t count = call.arguments.size();
  if (count >= info->least && count <= info->most) return info;
  if (info->helper == Helper::each && count == 0)
    code_.source.fail(head.offset, Message("template.each_nothing", "Must pass iterator to #each"));
  const Message field = is_called ? Message()
                                  : Message("template.helper_hides", "a value of that name is {{form}}",
                                            {{"form", "{{this." + head.original + "}}"}});
  const std::string wanted = info->least == info->most ? std::to_string(info->least)
                             : info->most == HelperInfo::any_number
                                 ? std::to_string(info->least) + "…"
                                 : std::to_string(info->least) + "–" + std::to_string(info->most);
  code_.source.fail(head.offset,
                    Message("template.arguments", "{{helper}} takes {{wanted}} arguments, not {{count}}",
                            {{"helper", info->name}, {"wanted", wanted}, {"count", count}}),
                    field);
}

Number Parser::call_of(const Call& call, const HelperInfo& helper) {
  Expression expression{.kind = Expression::Kind::call, .helper = helper.helper, .offset = call.head.offset};
  expression.arguments = append(code_.arguments, call.arguments);
  expression.pairs = append(code_.pairs, call.pairs);
  return add(expression);
}

}  // namespace objectos::templates
