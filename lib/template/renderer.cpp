#include "template/renderer.hpp"

#include "template/number_text.hpp"
#include "template/text_form.hpp"

namespace objectos::templates {
namespace {

constexpr int max_nesting = 200;  // of programs: rendering recurses
constexpr Value undefined;

}  // namespace

Renderer::Renderer(std::string& out, std::size_t expected, const TemplateRendering& rendering)
    : out_(out, expected),
      rendering_(rendering),
      begin_(out_.size()),
      looks_up_plainly_(!rendering.strict && !rendering.compat),
      max_output_(rendering.max_output),
      steps_left_(rendering.max_steps),
      memory_(first_memory_.data(), first_memory_.size()) {}

void Renderer::run(const Template::Code& code, const Value& data, const Value& variables) {
  Variables all;
  all.root = data;
  all.others = Value::object(nullptr, 0);
  if (variables.is(Value::Kind::object)) {
    all.others = variables;
    if (const Value* root = find_member(variables, std::string_view("root"))) all.root = *root;
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

/// {{name}} and {{user.name}} through objects, which is nearly everything that is printed, without a copy of
/// a value. Null if the way leads through something else. (An optional would be returned through memory,
/// which stalls.)
inline const Value* Renderer::look_up(const State& state, Range path) {
  const Value* value = &state.frame->context;
  const Key* part = state.code->parts.data() + path.first;
  for (const Key* const end = part + path.count; part != end; ++part) {
    if (!value->is(Value::Kind::object)) return nullptr;
    value = find_member(*value, *part);
    if (!value) return &undefined;
  }
  return value;
}

/// As a value that has a text of its own: most have.
inline void Renderer::print_value(const Value& value, bool is_escaped) {
  if (!is_escaped || rendering_.escaping == Escaping::none) {
    value.is(Value::Kind::string) ? out_.append(value.text()) : print_other(value, false);
  } else {
    value.is(Value::Kind::string) ? escaped(value.text()) : print_other(value, true);
  }
}

/// Inlined into its one caller: most steps are a text, for which a call would be half of the work.
[[gnu::always_inline]] inline void Renderer::step(const State& state, const Instruction& instruction) {
  using Op = Instruction::Op;
  switch (instruction.op) {
    case Op::text: out_.append(instruction.text); return;
    case Op::name:
      if (const Value* found = looks_up_plainly_ ? look_up(state, instruction.path) : nullptr) {
        print_value(*found, instruction.is_escaped);
        return;
      }
      [[fallthrough]];
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
    if (steps_left_-- == 0) {
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
  print_value(evaluate(state, instruction.expression, rendering_.strict), is_escaped);
}

/// Of a value that is no text.
void Renderer::print_other(const Value& value, bool is_escaped) {
  if (value.is(Value::Kind::number)) {  // nothing in it needs escaping
    out_.append_at_most(max_number_bytes, [&](char* to) { return write_number(to, value.number()); });
    return;
  }
  std::string text;
  append_text(text, value);
  is_escaped ? escaped(text) : out_.append(text);
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
  const Number chosen = is_true ? instruction.program : instruction.inverse;
  if (chosen != none) branch(state, chosen);
}

void Renderer::in_same_context(const State& state, Number number) {
  if (number == none) return;
  State inside = state;
  inside.outside = state.frame;
  const Parameters absent{{}, state.parameters};
  if (state.code->programs[number].parameters > 0) inside.parameters = &absent;
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
    const auto index = static_cast<double>(i);
    variables.index = Value::of(index);
    variables.key = is_object ? Value::of(over.members()[i].key.text()) : Value::of(index);
    variables.first = Value::of(i == 0);
    variables.last = Value::of(i + 1 == over.size());
    if (inside.parameters == &parameters) parameters.values = {frame.context, variables.key};
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
