// The part of the renderer that calls partials.
#include <algorithm>
#include <optional>

#include "template/renderer.hpp"
#include "template/text_form.hpp"

namespace objectos::templates {

void Renderer::partial(const State& state, const Instruction& instruction) {
  const PartialCall& call = state.code->partials[instruction.extra];
  const std::size_t from = out_.size();
  const std::string_view name = partial_name(state, call);
  const Value context = partial_context(state, call);

  // Its own block is what @partial-block means inside, and what it defines inline can be called there.
  Variables variables;
  const Variables* seen = state.variables;
  const PartialBlock block{state, call.block, state.variables->block};
  Scope scope{state.code, {}, state.frame, state.parameters, state.scope};
  const Scope* seen_scope = state.scope;
  if (call.block != none) {
    variables = *state.variables;
    variables.outer = state.variables;
    variables.block = &block;
    seen = &variables;
    scope.inlines = state.code->programs[call.block].inlines;
    if (scope.inlines.count > 0) seen_scope = &scope;
  }

  std::optional<Template> kept;
  if (call.is_partial_block && state.variables->block) {
    run_partial_block(*state.variables->block, context, *seen);
  } else if (const Found found = call.is_partial_block ? Found() : find_partial(state, name, kept);
             found.code) {
    run_partial(state, found, context, *seen, seen_scope);
  } else if (call.block != none) {
    run_partial_block(block, context, *seen);
  } else {
    fail(state, instruction.offset,
         Message("template.no_partial", "The partial {{name}} could not be found", {{"name", name}}));
  }
  if (!call.indent.empty()) indent(from, call.indent);
}

std::string_view Renderer::partial_name(const State& state, const PartialCall& call) {
  if (call.name_expression == none) return call.name;
  const Value name = evaluate(state, call.name_expression);
  return name.is(Value::Kind::string) ? name.text() : keep(key_text(name));
}

/// The innermost inline partial of that name, else the set's.
Renderer::Found Renderer::find_partial(const State& state, std::string_view name,
                                       std::optional<Template>& kept) {
  for (const Scope* scope = state.scope; scope; scope = scope->outer) {
    for (Number i = scope->inlines.count; i > 0; --i) {
      const InlinePartial& candidate = scope->code->inlines[scope->inlines.first + i - 1];
      if (candidate.name == name) return {scope->code, scope, candidate.program};
    }
  }
  if (!rendering_.partials) return {};
  kept = rendering_.partials->find(name);
  if (!kept) return {};
  const Template::Code& code = kept->code();
  return {&code, nullptr, code.main};
}

/// The characters of a text as JavaScript enumerates them.
void Renderer::add_characters(const Value& text, std::vector<Member>& members) {
  for (std::size_t i = 0;; ++i) {
    const std::string key = std::to_string(i);
    const Value character = property(text, Key(key));
    if (character.is(Value::Kind::undefined)) return;
    members.push_back({keep(key), character});
  }
}

/// The context that is handed in, with NAME=VALUE on top. Handlebars adds those from the last to the first.
Value Renderer::partial_context(const State& state, const PartialCall& call) {
  const Value given = call.context == none ? state.frame->context : evaluate(state, call.context);
  if (call.pairs.count == 0) return given;
  std::vector<Member> members;
  if (given.is(Value::Kind::object)) members.assign(given.members(), given.members() + given.size());
  if (given.is(Value::Kind::array)) {
    for (std::size_t i = 0; i < given.size(); ++i)
      members.push_back({keep(std::to_string(i)), given.elements()[i]});
  }
  if (given.is(Value::Kind::string)) add_characters(given, members);
  for (Number i = call.pairs.count; i > 0; --i) {
    const Pair& pair = state.code->pairs[call.pairs.first + i - 1];
    const Expression& expression = state.code->expressions[pair.expression];
    if (expression.kind == Expression::Kind::literal && expression.literal.is(Value::Kind::undefined))
      continue;
    const Value value = evaluate(state, pair.expression);
    const Key key = pair.key;
    const auto same =
        std::find_if(members.begin(), members.end(), [&key](const Member& m) { return m.key == key; });
    if (same == members.end()) {
      members.push_back({key, value});
    } else {
      same->value = value;
    }
  }
  made_ += members.size() * sizeof(Member);
  return make_object(members.data(), members.size(), memory_);
}

void Renderer::run_partial(const State& state, const Found& found, const Value& context,
                           const Variables& variables, const Scope* scope) {
  State inside{found.code, nullptr, nullptr, &variables, nullptr, scope};
  Frame frame{context, nullptr};
  if (found.scope) {
    inside.scope = found.scope;
    inside.parameters = found.scope->parameters;
    frame.outer = found.scope->frame;
  } else if (rendering_.compat) {
    frame.outer = state.frame;
  }
  inside.outside = frame.outer;
  if (frame.outer && !is_new(frame.outer, context)) frame.outer = frame.outer->outer;
  inside.frame = &frame;
  program(inside, found.program);
}

/// Where it was written, but with the context and the variables of who calls it.
void Renderer::run_partial_block(const PartialBlock& block, const Value& context,
                                 const Variables& variables) {
  Variables seen = variables;
  seen.outer = &variables;
  seen.block = block.outer;
  State state = block.state;
  state.variables = &seen;
  in_context(state, block.program, context);
}

/// Puts `indent` in front of every line from `from` on.
void Renderer::indent(std::size_t from, std::string_view indent) {
  const std::string text = out_.take_from(from);
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, std::min(rest.find('\n'), rest.size() - 1) + 1);
    out_.append(indent);
    out_.append(line);
    rest.remove_prefix(line.size());
  }
}

}  // namespace objectos::templates
