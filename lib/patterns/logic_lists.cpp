// The operators of JSONLogic on lists.
#include "patterns/logic_operators.hpp"

namespace objectos::logic {
namespace {

/// The list that an operator works on; a null counts as an empty one.
Datum list(const Call& call) {
  Datum subject = call.argument(0);
  if (subject.is_null()) return Datum::Array();
  if (!subject.array()) {
    call.fail("logic.not_a_list", "{{place}}: \"{{name}}\" takes a list, not {{value}}",
              {{"value", subject.to_json(40)}});
  }
  return subject;
}

/// True if `enough` says so to the outcome of the test, the second argument, for one of the elements.
template <class Enough>
bool any_element(const Call& call, const Datum& subject, bool sees_around, Enough enough) {
  for (const Datum& element : *subject.array()) {
    const Scope inner{&element, sees_around ? &call.scope() : nullptr};
    if (enough(is_true(call.argument(1, inner)))) return true;
  }
  return false;
}

/// What `reduce` may gather. Lists in lists, each twice in the next, would be beyond all bounds.
Datum scalar(const Call& call, Datum datum) {
  if (datum.array() || datum.object())
    call.fail("logic.not_scalar",
              "{{place}}: \"{{name}}\" gathers numbers, text or truth, no lists or objects");
  return datum;
}

/// Those of the names that lead to nothing.
Datum::Array absent(const Call& call, const Datum::Array& names) {
  Datum::Array missing;
  for (const Datum& name : names) {
    if (call.scope().at(as_text(call, name)).is_null()) missing.push_back(name);
  }
  return missing;
}

bool is_in_range(const Call& call, const Datum& value, const Datum::Array& range) {
  if (range.size() < 2) return false;
  const double number = arithmetic(call, value);
  return number >= arithmetic(call, range[0]) && number <= arithmetic(call, range[1]);
}

/// The same value; a number also as text.
bool is_element(const Datum& element, const Datum& value) {
  if (value.number()) return (element.number() || element.string()) && to_number(element) == *value.number();
  return element.is_same_kind(value) && is_equal(element, value);
}

}  // namespace

Datum filter(const Call& call) {
  const Datum subject = list(call);
  Datum::Array kept;
  for (const Datum& element : *subject.array()) {
    if (is_true(call.argument(1, Scope{&element, &call.scope()}))) kept.push_back(element);
  }
  return kept;
}

Datum map(const Call& call) {
  const Datum subject = list(call);
  Datum::Array mapped;
  for (const Datum& element : *subject.array()) mapped.push_back(call.argument(1, Scope{&element}));
  return mapped;
}

Datum reduce(const Call& call) {
  const Datum subject = list(call);
  Datum accumulator = scalar(call, call.argument(2));
  for (const Datum& element : *subject.array()) {
    const Datum step(Datum::Object{{"current", element}, {"accumulator", accumulator}});
    accumulator = scalar(call, call.argument(1, Scope{&step}));
  }
  return accumulator;
}

Datum all(const Call& call) {
  const Datum subject = list(call);
  if (subject.array()->empty()) return false;
  return !any_element(call, subject, false, [](bool passes) { return !passes; });
}

Datum none(const Call& call) {
  return !any_element(call, list(call), true, [](bool passes) { return passes; });
}

Datum some(const Call& call) {
  return any_element(call, list(call), true, [](bool passes) { return passes; });
}

Datum merge(const Call& call) {
  Datum::Array merged;
  for (std::size_t i = 0; i < call.size(); ++i) {
    Datum argument = call.argument(i);
    if (const auto* elements = argument.array()) {
      call.spend(elements->size());
      merged.insert(merged.end(), elements->begin(), elements->end());
    } else {
      merged.push_back(std::move(argument));
    }
  }
  return merged;
}

Datum in(const Call& call) {
  const std::vector<Datum> arguments = call.arguments();
  if (arguments.size() < 2) return false;
  const Datum& value = arguments[0];
  if (const std::string* text = arguments[1].string()) {
    if (value.is_null()) return false;
    call.spend(text->size() / 64);
    return text->find(as_text(call, value)) != text->npos;
  }
  const auto* elements = arguments[1].array();
  if (!elements || value.is_null()) return false;
  call.spend(elements->size());
  for (const Datum& element : *elements) {
    const auto* range = element.array();
    if (range ? is_in_range(call, value, *range) : is_element(element, value)) return true;
  }
  return false;
}

Datum missing(const Call& call) {
  return absent(call, call.arguments());
}

Datum missing_some(const Call& call) {
  const std::vector<Datum> arguments = call.arguments();
  const auto* names = arguments.size() == 2 ? arguments[1].array() : nullptr;
  if (!names) {
    call.fail("logic.missing_some", "{{place}}: \"{{name}}\" takes a number and a list of names");
  }
  Datum::Array missing = absent(call, *names);
  const double found = static_cast<double>(names->size() - missing.size());
  if (found >= arithmetic(call, arguments[0])) return Datum::Array();
  return missing;
}

}  // namespace objectos::logic
