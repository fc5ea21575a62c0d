#include "template/renderer.hpp"

#include "template/text_form.hpp"

namespace objectos::templates {
namespace {

constexpr int max_nesting = 200;  // of programs: rendering recurses

}  // namespace

Renderer::Renderer(std::string& out, const TemplateRendering& rendering)
    : out_(out),
      rendering_(rendering),
      begin_(out.size()),
      looks_up_plainly_(!rendering.strict && !rendering.compat),
      memory_(first_memory_.data(), first_memory_.size()) {}

void Renderer::run(const Template::Code& code, const Value& data, const Value& variables) {
  Variables all;
  all.root = data;
  all.others = Value::object(nullptr, 0);
  if (variables.is(Value::Kind::object)) {
    all.others = variables;
    if (const Value* root = find_member(variables, "root")) all.root = *root;
  }
  const Frame frame{data, nullptr};
  program({&code, &frame, nullptr, &all, nullptr, nullptr}, code.main);
}

void Renderer::fail(const State& state, std::size_t offset, Message what, Message hint) const {
  state.code->source.fail(offset, std::move(what), std::move(hint));
}

void Renderer::fail_too_large(const State& state, std::size_t offset) const {
  fail(state, offset,
       Message("template.too_large", "what comes of this template is larger than {{bytes}} bytes",
               {{"bytes", rendering_.max_output}}));
}

void* Renderer::allocate(std::size_t bytes, std::size_t alignment) {
  made_ += bytes;
  return memory_.allocate(bytes == 0 ? 1 : bytes, alignment);
}

std::string_view Renderer::keep(std::string_view text) {
  auto* copy = static_cast<char*>(allocate(text.size(), 1));
  text.copy(copy, text.size());
  return {copy, text.size()};
}

void Renderer::program(const State& state, Number number) {
  const Program& program = state.code->programs[number];
  if (program.inlines.count == 0) {
    instructions(state, program.instructions);
    return;
  }
  const Scope scope{state.code, program.inlines, state.outside, state.parameters, state.scope};
  State inside = state;
  inside.scope = &scope;
  instructions(inside, program.instructions);
}

/// Inlined into its one caller: most steps are a text, for which a call would be half of the work.
[[gnu::always_inline]] inline void Renderer::step(const State& state, const Instruction& instruction) {
  using Op = Instruction::Op;
  switch (instruction.op) {
    case Op::text: out_.append(instruction.text); return;
    case Op::print: print(state, instruction, instruction.is_escaped); return;
    case Op::append: print(state, instruction, false); return;
    case Op::if_: choose(state, instruction, is_taken(state, instruction)); return;
    case Op::unless: choose(state, instruction, !is_taken(state, instruction)); return;
    case Op::condition:
      choose(state, instruction, is_condition(evaluate(state, instruction.expression)));
      return;
    case Op::each: each(state, instruction, evaluate(state, instruction.expression)); return;
    case Op::with: {
      const Value context = evaluate(state, instruction.expression);
      if (is_empty(context)) {
        branch(state, instruction.inverse);
      } else {
        const Parameters given{{context, {}}, nullptr};
        in_context(state, instruction.program, context, &given);
      }
      return;
    }
    case Op::section: section(state, instruction); return;
    case Op::partial: partial(state, instruction); return;
  }
}

void Renderer::instructions(const State& state, Range range) {
  if (range.count == 0) return;
  const Instruction* at = state.code->instructions.data() + range.first;
  const Instruction* const end = at + range.count;
  if (++nesting_ > max_nesting) {
    fail(state, at->offset, Message("template.calls_too_deep", "blocks and partials run more than 200 deep"),
         Message("template.calls_too_deep_hint", "does a partial call itself without end?"));
  }
  for (; at != end; ++at) {
    if (++steps_ > rendering_.max_steps) {
      fail(state, at->offset,
           Message("template.too_many_steps", "this template goes through more than {{steps}} steps",
                   {{"steps", rendering_.max_steps}}));
    }
    step(state, *at);
    check_size(state, at->offset);
  }
  --nesting_;
}

void Renderer::print(const State& state, const Instruction& instruction, bool is_escaped) {
  const Expression& expression = state.code->expressions[instruction.expression];
  if (looks_up_plainly_ && expression.kind == Expression::Kind::path && expression.depth == 0) {
    if (const auto found = look_up(state, expression)) {
      if (*found) print_value(**found, is_escaped);
      return;
    }
  }
  print_value(evaluate(state, instruction.expression, rendering_.strict), is_escaped);
}

/// {{name}} and {{user.name}} through objects, which is nearly everything that is printed, without a copy of a value: null
/// inside if it is not there; nothing if the way leads through something else.
std::optional<const Value*> Renderer::look_up(const State& state, const Expression& expression) {
  const Value* value = &state.frame->context;
  const std::string_view* part = state.code->parts.data() + expression.parts.first;
  for (const std::string_view* const end = part + expression.parts.count; part != end; ++part) {
    if (!value->is(Value::Kind::object)) return std::nullopt;
    value = find_member(*value, *part);
    if (!value) return nullptr;
  }
  return value;
}

void Renderer::print_value(const Value& value, bool is_escaped) {
  // Nothing in a number needs escaping.
  if (!is_escaped || rendering_.escaping == Escaping::none || value.kind() == Value::Kind::number) {
    append_text(out_, value);
  } else if (value.is(Value::Kind::string)) {
    escaped(value.text());
  } else {
    std::string text;
    append_text(text, value);
    escaped(text);
  }
}

void Renderer::escaped(std::string_view text) {
  if (rendering_.escaping == Escaping::html) {
    append_html(out_, text);
  } else {
    append_in_json_string(out_, text);
  }
}

// ---- blocks --------------------------------------------------------------------------------------------

bool Renderer::is_taken(const State& state, const Instruction& instruction) {
  const Value value = evaluate(state, instruction.expression);
  if (value.is(Value::Kind::number) && !is_truthy(value) && instruction.extra != none)
    return !is_empty(value) && is_truthy(evaluate(state, instruction.extra));
  return is_condition(value);
}

void Renderer::choose(const State& state, const Instruction& instruction, bool is_true) {
  branch(state, is_true ? instruction.program : instruction.inverse);
}

void Renderer::in_same_context(const State& state, Number number) {
  if (number == none) return;
  State inside = state;
  inside.outside = state.frame;
  const Parameters undefined{{}, state.parameters};
  if (state.code->programs[number].parameters > 0) inside.parameters = &undefined;
  program(inside, number);
}

/// As helpers do it: a context that is absent becomes an empty object, and null is no step outwards then.
void Renderer::branch(const State& state, Number number) {
  if (!state.frame->context.is_absent()) {
    in_same_context(state, number);
    return;
  }
  const bool is_null = state.frame->context.is(Value::Kind::null);
  const Frame empty{Value::object(nullptr, 0), is_null ? state.frame->outer : state.frame};
  State inside = state;
  inside.frame = &empty;
  in_same_context(inside, number);
}

void Renderer::in_context(const State& state, Number number, const Value& context, const Parameters* given) {
  if (number == none) return;
  State inside = state;
  inside.outside = state.frame;
  Parameters parameters{given ? given->values : std::array<Value, 2>{}, state.parameters};
  if (state.code->programs[number].parameters > 0) inside.parameters = &parameters;
  // A context that is like the one around takes its place, but 1 stays 1 where "1" is around.
  const Frame frame{context, is_new(state.frame, context) ? state.frame : state.frame->outer};
  inside.frame = &frame;
  program(inside, number);
}

void Renderer::each(const State& state, const Instruction& instruction, const Value& over) {
  const bool is_object = over.is(Value::Kind::object);
  if ((!is_object && !over.is(Value::Kind::array)) || over.size() == 0) {
    branch(state, instruction.inverse);
    return;
  }
  if (instruction.program == none) return;
  Variables variables = *state.variables;
  variables.outer = state.variables;
  Parameters parameters{{}, state.parameters};
  Frame frame{{}, nullptr};
  State inside = state;
  inside.outside = state.frame;
  inside.frame = &frame;
  inside.variables = &variables;
  if (state.code->programs[instruction.program].parameters > 0) inside.parameters = &parameters;
  for (std::size_t i = 0; i < over.size(); ++i) {
    frame.context = is_object ? over.members()[i].value : over.elements()[i];
    frame.outer = is_new(state.frame, frame.context) ? state.frame : state.frame->outer;
    variables.index = Value::of(static_cast<double>(i));
    variables.key = is_object ? Value::of(over.members()[i].key) : variables.index;
    variables.first = Value::of(i == 0);
    variables.last = Value::of(i + 1 == over.size());
    parameters.values = {frame.context, variables.key};
    program(inside, instruction.program);
  }
}

/// [blockHelperMissing]
void Renderer::section(const State& state, const Instruction& instruction) {
  const Value value = evaluate(state, instruction.expression, rendering_.strict);
  if (value.is_absent() || (value.is(Value::Kind::boolean) && !value.boolean())) {
    in_same_context(state, instruction.inverse);
  } else if (value.is(Value::Kind::boolean)) {
    in_same_context(state, instruction.program);
  } else if (value.is(Value::Kind::array)) {
    if (value.size() > 0) {
      each(state, instruction, value);
    } else {
      in_same_context(state, instruction.inverse);
    }
  } else {
    in_context(state, instruction.program, value);
  }
}

}  // namespace objectos::templates
