// JSONLogic with flagd's operators: checks rules and evaluates them. What flagd does is done here, too, down
// to its oddities: a `filter` sees the data around it, `cat` trims, `in` takes a pair of numbers in a list
// for a range.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "core/json_tree.hpp"
#include "objectos/error.hpp"
#include "patterns/logic_value.hpp"

namespace objectos::logic {

/// The text that rules stand in. Errors name the place in it.
struct Source {
  std::string name;       ///< "flags.json"
  std::string_view text;  ///< all of it: nodes know their offset in it
  /// Throws Error(data): "NAME:LINE:COLUMN: what". `what` begins with {{place}}, which is filled in here.
  [[noreturn]] void fail(std::size_t offset, const char* id, const char* english,
                         std::vector<Message::Arg> args = {}) const;
};

/// A rule that others refer to by {"$ref":"NAME"}.
struct SharedRule {
  const json::Node* rule;
  const Source* source;
};
/// The shared rule of that name; a null `rule` if there is none.
using SharedRules = std::function<SharedRule(std::string_view name)>;

/// Throws Error(data) with the place unless every operator in `rule` exists and has as many arguments as it
/// takes, and every reference leads to a rule.
void check(const json::Node& rule, const Source& source, const SharedRules& shared);

/// What a rule is evaluated on.
struct Context {
  Datum data;             ///< what `var` sees
  std::string bucketing;  ///< what `fractional` hashes unless it says something else
  bool has_bucketing = false;
  SharedRules shared;
};

/// The rule's result. Error(data) with the place if it cannot be evaluated, or takes more than ten million
/// steps.
Datum evaluate(const json::Node& rule, const Source& source, const Context& context);

}  // namespace objectos::logic
