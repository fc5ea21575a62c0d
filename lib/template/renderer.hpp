// Runs a compiled template over data.
#pragma once

#include <array>
#include <cstddef>
#include <memory_resource>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "template/code.hpp"
#include "template/output.hpp"

namespace objectos::templates {

/// One rendering. What it needs of memory goes with it. The names of JavaScript's runtime are in brackets.
class Renderer final : private TextKeeper {
 public:
  /// `expected`: so many bytes came of it before.
  Renderer(std::string& out, std::size_t expected, const TemplateRendering& rendering);
  /// `variables`: an object, or undefined.
  void run(const Template::Code& code, const Value& data, const Value& variables);

 private:
  /// A context and those around it [depths].
  struct Frame {
    Value context;
    const Frame* outer;
  };
  /// What a block hands to its parameters.
  struct Parameters {
    std::array<Value, 2> values;
    const Parameters* outer;
  };
  struct PartialBlock;
  /// The @ variables; an inner frame has all of the outer one [data].
  struct Variables {
    Value root;
    Value index;
    Value key;
    Value first;
    Value last;
    Value others;
    const PartialBlock* block = nullptr;
    const Variables* outer = nullptr;
  };
  struct Scope;
  /// Where a program runs. Everything pointed to outlives the run.
  struct State {
    const Template::Code* code;
    const Frame* frame;
    const Frame* outside;  ///< the frame of who runs the program: that of inline partials defined in it
    const Variables* variables;
    const Parameters* parameters;
    const Scope* scope;
  };
  /// Inline partials that can be called [container.partials].
  struct Scope {
    const Template::Code* code;
    Range inlines;
    const Frame* frame;
    const Parameters* parameters;
    const Scope* outer;
  };
  /// The inside of {{#> name}}, as @partial-block.
  struct PartialBlock {
    State state;
    Number program;
    const PartialBlock* outer;
  };
  struct Found {
    const Template::Code* code = nullptr;
    const Scope* scope = nullptr;
    Number program = none;
  };

  void program(const State& state, Number number);
  void instructions(const State& state, Range range);
  void step(const State& state, const Instruction& instruction);
  void print(const State& state, const Instruction& instruction, bool is_escaped);
  void print_value(const Value& value, bool is_escaped);
  void print_other(const Value& value, bool is_escaped);
  static const Value* look_up(const State& state, Range path);
  void escaped(std::string_view text);
  void choose(const State& state, const Instruction& instruction, bool is_true);
  bool is_taken(const State& state, const Instruction& instruction);
  void each(const State& state, const Instruction& instruction, const Value& over);
  void section(const State& state, const Instruction& instruction);

  // blocks
  void in_same_context(const State& state, Number number);
  void branch(const State& state, Number number);
  void in_context(const State& state, Number number, const Value& context, const Parameters* given = nullptr);

  // partials (partials.cpp)
  void partial(const State& state, const Instruction& instruction);
  std::string_view partial_name(const State& state, const PartialCall& call);
  Found find_partial(const State& state, std::string_view name, std::optional<Template>& kept);
  void add_characters(const Value& text, std::vector<Member>& members);
  Value partial_context(const State& state, const PartialCall& call);
  void run_partial(const State& state, const Found& found, const Value& context, const Variables& variables,
                   const Scope* scope);
  void run_partial_block(const PartialBlock& block, const Value& context, const Variables& variables);
  void indent(std::size_t from, std::string_view indent);

  // expressions (evaluate.cpp)
  Value evaluate(const State& state, Number number, bool must_be = false);
  Value path(const State& state, const Expression& expression, bool must_be);
  Value variable(const State& state, const Expression& expression, bool must_be);
  Value block_parameter(const State& state, const Expression& expression);
  Value call(const State& state, const Expression& expression);
  Value follow(const State& state, const Expression& expression, Value value, std::size_t from, bool must_be);
  Value search(const Frame* frame, const Key& name) const;

  /// JavaScript's depths do not grow where a block gets the context that is there already.
  static bool is_new(const Frame* frame, const Value& context) noexcept {
    if (!frame) return true;
    const bool are_objects = context.is(Value::Kind::object) && frame->context.is(Value::Kind::object);
    return are_objects ? context.members() != frame->context.members() : !is_alike(frame->context, context);
  }
  std::string_view keep(std::string_view text) override;
  void* allocate(std::size_t bytes, std::size_t alignment);
  [[noreturn]] void fail(const State& state, std::size_t offset, Message what, Message hint = {}) const;
  [[noreturn]] void fail_too_large(const State& state, std::size_t offset) const;
  void check_size(const State& state, std::size_t offset) const {
    if (out_.size() - begin_ > max_output_ || made_ > max_output_) fail_too_large(state, offset);
  }

  Output out_;
  const TemplateRendering& rendering_;
  std::size_t begin_;
  bool looks_up_plainly_;  ///< neither strict nor compat
  std::size_t made_ = 0;   ///< bytes that helpers and partials made
  const std::size_t max_output_;
  std::uint64_t steps_left_;
  int nesting_ = 0;
  std::array<std::byte, 2048> first_memory_;
  std::pmr::monotonic_buffer_resource memory_;
};

}  // namespace objectos::templates
