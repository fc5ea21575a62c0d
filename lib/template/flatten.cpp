#include "template/flatten.hpp"

namespace objectos::templates {
namespace {

using Op = Instruction::Op;

class Flattener {
 public:
  explicit Flattener(Template::Code& code) : code_(code) {}

  Number body(const Body& body) {
    std::vector<Instruction> instructions;
    std::vector<InlinePartial> inlines;
    for (const Node& node : body.nodes) {
      if (node.kind == Node::Kind::inline_partial) {
        inlines.push_back({node.name, this->body(*node.program)});
      } else if (node.kind != Node::Kind::comment &&
                 (node.kind != Node::Kind::content || !node.value.empty())) {
        instructions.push_back(instruction(node));
      }
    }
    Program program;
    program.parameters = body.parameters;
    program.instructions = append(code_.instructions, instructions);
    program.inlines = append(code_.inlines, inlines);
    code_.programs.push_back(program);
    return static_cast<Number>(code_.programs.size() - 1);
  }

 private:
  Number optional(const std::unique_ptr<Body>& body) { return body ? this->body(*body) : none; }

  Instruction instruction(const Node& node) {
    Instruction made{.op = node.op, .offset = node.offset};
    switch (node.kind) {
      case Node::Kind::content:
        made.op = Op::text;
        made.text = node.value;
        break;
      case Node::Kind::print:
        made.expression = node.expression;
        made.is_escaped = node.is_escaped;
        if (const Expression& expression = code_.expressions[node.expression];
            node.op == Op::print && expression.kind == Expression::Kind::path && expression.depth == 0) {
          made.op = Op::name;
          made.path = expression.parts;
        }
        break;
      case Node::Kind::block:
        made.expression = node.expression;
        made.extra = node.include_zero;
        made.program = optional(node.program);
        made.inverse = optional(node.inverse);
        break;
      default: {
        made.op = Op::partial;
        PartialCall call = node.call;
        call.block = optional(node.program);
        made.extra = static_cast<Number>(code_.partials.size());
        code_.partials.push_back(call);
      }
    }
    return made;
  }

  template <class Item>
  static Range append(std::vector<Item>& list, const std::vector<Item>& items) {
    const Range range{static_cast<Number>(list.size()), static_cast<Number>(items.size())};
    list.insert(list.end(), items.begin(), items.end());
    return range;
  }

  Template::Code& code_;
};

}  // namespace

Number flatten(const Body& body, Template::Code& code) {
  return Flattener(code).body(body);
}

}  // namespace objectos::templates
