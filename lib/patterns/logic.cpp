#include "patterns/logic.hpp"

#include "objectos/text.hpp"
#include "patterns/logic_operators.hpp"

namespace objectos::logic {
namespace {

constexpr std::size_t max_steps = 1'000'000;
constexpr int max_references = 8;  // within each other; evaluating recurses

constexpr std::string_view reference = "$ref";

/// The one member of an object that is a rule; null if it stands for itself, as an object with more members
/// does.
const json::Member* rule_member(const json::Node& node) {
  return node.kind == json::Kind::object && node.members.size() == 1 ? &node.members[0] : nullptr;
}

const Operator& operator_of(const json::Member& rule, const Source& source) {
  const Operator* found = find_operator(rule.key);
  if (!found) {
    const auto near = nearest(rule.key, operator_names());
    if (near) {
      source.fail(rule.key_offset, "logic.no_operator_near",
                  "{{place}}: there is no operator \"{{name}}\"; did you mean \"{{near}}\"?",
                  {{"name", rule.key}, {"near", *near}});
    }
    source.fail(rule.key_offset, "logic.no_operator", "{{place}}: there is no operator \"{{name}}\"",
                {{"name", rule.key}});
  }
  const std::size_t count = rule.value.kind == json::Kind::array ? rule.value.elements.size() : 1;
  if (rule.value.kind == json::Kind::object) return *found;  // may be a list when it is evaluated
  if (count < found->least) {
    source.fail(rule.value.offset, "logic.too_few",
                "{{place}}: \"{{name}}\" needs at least {{count}} arguments",
                {{"name", rule.key}, {"count", found->least}});
  }
  if (count > found->most) {
    source.fail(rule.value.offset, "logic.too_many",
                "{{place}}: \"{{name}}\" takes at most {{count}} arguments",
                {{"name", rule.key}, {"count", found->most}});
  }
  return *found;
}

SharedRule referred(const json::Member& rule, const Source& source, const SharedRules& shared, int depth) {
  if (rule.value.kind != json::Kind::string)
    source.fail(rule.value.offset, "logic.reference",
                "{{place}}: \"$ref\" takes the name of a rule in \"$evaluators\"");
  const SharedRule found = shared ? shared(rule.value.string) : SharedRule{};
  if (!found.rule) {
    source.fail(rule.value.offset, "logic.no_rule",
                "{{place}}: there is no rule \"{{name}}\" in \"$evaluators\"", {{"name", rule.value.string}});
  }
  if (depth == max_references) {
    source.fail(rule.value.offset, "logic.circle",
                "{{place}}: rules in \"$evaluators\" refer to each other in a circle, or too deep");
  }
  return found;
}

class Evaluator final : public Evaluation {
 public:
  explicit Evaluator(const Context& context) : context_(context) {}

  Datum evaluate(const json::Node& node, const Source& source, const Scope& scope) override;
  void spend(std::size_t steps, const Source& source, std::size_t offset) override {
    steps_ += steps;
    if (steps_ > max_steps)
      source.fail(offset, "logic.too_long", "{{place}}: this rule takes too many steps");
  }
  const Context& context() const override { return context_; }

 private:
  const Context& context_;
  std::size_t steps_ = 0;
  int references_ = 0;
};

Datum Evaluator::evaluate(const json::Node& node, const Source& source, const Scope& scope) {
  spend(1, source, node.offset);
  if (node.kind == json::Kind::array) {
    Datum::Array elements;
    for (const json::Node& element : node.elements) elements.push_back(evaluate(element, source, scope));
    return elements;
  }
  const json::Member* rule = rule_member(node);
  if (!rule) {
    spend(node.text.size(), source, node.offset);
    return Datum(node);
  }
  if (rule->key == reference) {
    const SharedRule shared = referred(*rule, source, context_.shared, references_);
    ++references_;
    Datum result = evaluate(*shared.rule, *shared.source, scope);
    --references_;
    return result;
  }
  return operator_of(*rule, source).run(Call(*this, *rule, source, scope));
}

void check_rule(const json::Node& node, const Source& source, const SharedRules& shared, int depth) {
  if (node.kind == json::Kind::array) {
    for (const json::Node& element : node.elements) check_rule(element, source, shared, depth);
  }
  const json::Member* rule = rule_member(node);
  if (!rule) return;
  if (rule->key == reference) {
    const SharedRule found = referred(*rule, source, shared, depth);
    return check_rule(*found.rule, *found.source, shared, depth + 1);
  }
  operator_of(*rule, source);
  check_rule(rule->value, source, shared, depth);
}

}  // namespace

void Source::fail(std::size_t offset, const char* id, const char* english,
                  std::vector<Message::Arg> args) const {
  const json::LineColumn at = json::line_column(text, offset);
  args.emplace_back("place", name + ':' + std::to_string(at.line) + ':' + std::to_string(at.column));
  throw Error(Errc::data, Message(id, english, std::move(args)));
}

void check(const json::Node& rule, const Source& source, const SharedRules& shared) {
  check_rule(rule, source, shared, 0);
}

Datum evaluate(const json::Node& rule, const Source& source, const Context& context) {
  Evaluator evaluator(context);
  return evaluator.evaluate(rule, source, Scope{&context.data});
}

}  // namespace objectos::logic
