// The part of the renderer that works out values.
#include <memory>

#include "template/renderer.hpp"
#include "template/text_form.hpp"

namespace objectos::templates {
namespace {

std::string_view variable_name(Variable variable) noexcept {
  switch (variable) {
    case Variable::index: return "index";
    case Variable::key: return "key";
    case Variable::first: return "first";
    case Variable::last: return "last";
    default: return "root";
  }
}

/// A member whose value is undefined, as partials may be given one, is there.
bool has_property(const Value& value, const Key& key) noexcept {
  if (value.is(Value::Kind::object)) return find_member(value, key) != nullptr;
  return !property(value, key).is(Value::Kind::undefined);
}

}  // namespace

/// `must_be`: what is not there is an error.
Value Renderer::evaluate(const State& state, Number number, bool must_be) {
  const Expression& expression = state.code->expressions[number];
  switch (expression.kind) {
    case Expression::Kind::literal: return expression.literal;
    case Expression::Kind::path: return path(state, expression, must_be);
    case Expression::Kind::variable: return variable(state, expression, must_be);
    case Expression::Kind::block_parameter: return block_parameter(state, expression);
    case Expression::Kind::call: return call(state, expression);
  }
  return {};
}

Value Renderer::path(const State& state, const Expression& expression, bool must_be) {
  // {{name}}, most of all.
  if (looks_up_plainly_ && expression.depth == 0 && expression.parts.count == 1 &&
      state.frame->context.is(Value::Kind::object)) {
    const Value* member = find_member(state.frame->context, state.code->parts[expression.parts.first]);
    return member ? *member : Value();
  }
  if (expression.searches_outwards && rendering_.compat) {
    const Key& name = state.code->parts[expression.parts.first];
    const Value found = search(state.frame, name);
    if (must_be && found.is(Value::Kind::undefined)) {
      fail(state, expression.offset,
           Message("template.absent", "\"{{name}}\" is not there", {{"name", name.text()}}));
    }
    return follow(state, expression, found, 1, must_be);
  }
  const Frame* frame = state.frame;
  for (Number i = 0; i < expression.depth && frame; ++i) frame = frame->outer;
  return follow(state, expression, frame ? frame->context : Value(), 0, must_be);
}

/// The nearest context that has something by that name. As in Handlebars 0, false and "" have themselves.
Value Renderer::search(const Frame* frame, const Key& name) const {
  for (; frame; frame = frame->outer) {
    const Value found = is_truthy(frame->context) ? property(frame->context, name) : frame->context;
    if (!found.is_absent()) return found;
  }
  return {};
}

/// Along the parts of a path, from the part `from` on. In strict mode nothing on the way may be absent and,
/// with `must_be`, the last part must be there, whatever it is.
Value Renderer::follow(const State& state, const Expression& expression, Value value, std::size_t from,
                       bool must_be) {
  const Key* part = state.code->parts.data() + expression.parts.first;
  for (std::size_t i = from; i < expression.parts.count; ++i) {
    if (value.is_absent()) {
      if (!rendering_.strict) return value;
      fail(state, expression.offset,
           Message("template.absent_above", "there is nothing that \"{{name}}\" could be in",
                   {{"name", part[i].text()}}));
    }
    if (must_be && i + 1 == expression.parts.count && !has_property(value, part[i])) {
      fail(state, expression.offset,
           Message("template.absent", "\"{{name}}\" is not there", {{"name", part[i].text()}}));
    }
    value = property(value, part[i]);
  }
  return value;
}

Value Renderer::variable(const State& state, const Expression& expression, bool must_be) {
  const Variables* variables = state.variables;
  for (Number i = 0; i < expression.depth && variables; ++i) variables = variables->outer;
  Value value;
  if (variables) {
    switch (expression.variable) {
      case Variable::root: value = variables->root; break;
      case Variable::index: value = variables->index; break;
      case Variable::key: value = variables->key; break;
      case Variable::first: value = variables->first; break;
      case Variable::last: value = variables->last; break;
      case Variable::partial_block:
        if (variables->block) value = Value::of(true);
        break;
      case Variable::other: value = variables->others; break;
    }
  }
  // Those with a place of their own may be handed in as well.
  if (value.is(Value::Kind::undefined) && variables && expression.variable != Variable::other) {
    if (const Value* given = find_member(variables->others, variable_name(expression.variable)))
      value = *given;
  }
  if (value.is(Value::Kind::undefined) && (must_be || (rendering_.strict && !variables))) {
    fail(state, expression.offset, Message("template.absent_variable", "there is no such @ variable here"));
  }
  return expression.parts.count == 0 ? value : follow(state, expression, value, 0, must_be);
}

Value Renderer::block_parameter(const State& state, const Expression& expression) {
  const Parameters* parameters = state.parameters;
  for (Number i = 0; i < expression.depth && parameters; ++i) parameters = parameters->outer;
  const bool is_given = parameters && expression.parameter < parameters->values.size();
  return follow(state, expression, is_given ? parameters->values[expression.parameter] : Value(), 0, false);
}

Value Renderer::call(const State& state, const Expression& expression) {
  const auto& code = *state.code;
  std::array<Value, 4> few;
  std::array<NamedValue, 4> few_named;
  const auto count = expression.arguments.count;
  const auto named_count = expression.pairs.count;
  Value* args = few.data();
  NamedValue* named = few_named.data();
  if (count > few.size()) {
    args = static_cast<Value*>(allocate(count * sizeof(Value), alignof(Value)));
    std::uninitialized_default_construct_n(args, count);
  }
  if (named_count > few_named.size()) {
    named = static_cast<NamedValue*>(allocate(named_count * sizeof(NamedValue), alignof(NamedValue)));
    std::uninitialized_default_construct_n(named, named_count);
  }
  for (Number i = 0; i < count; ++i)
    args[i] = evaluate(state, code.arguments[expression.arguments.first + i]);
  for (Number i = 0; i < named_count; ++i) {
    const Pair& pair = code.pairs[expression.pairs.first + i];
    named[i] = {pair.key, evaluate(state, pair.expression)};
  }
  try {
    return call_helper({expression.helper, {args, count}, {named, named_count}, rendering_.language, *this});
  } catch (const TemplateError&) {
    throw;
  } catch (const Error& error) {
    code.source.fail(expression.offset, error);
  }
}

}  // namespace objectos::templates
