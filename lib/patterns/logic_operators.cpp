#include "patterns/logic_operators.hpp"

#include <algorithm>
#include <cmath>

namespace objectos::logic {

Datum Scope::at(std::string_view path) const {
  if (around && !path.empty() && path.front() != '.') {
    Datum found = around->at(path);
    if (!found.is_null()) return found;
  }
  return data->at(path);
}

Call::Call(Evaluation& evaluation, const json::Member& rule, const Source& source, const Scope& scope)
    : evaluation_(evaluation), rule_(rule), source_(source), scope_(scope) {
  if (rule.value.kind != json::Kind::array) {
    arguments_.push_back(&rule.value);
  } else {
    for (const json::Node& element : rule.value.elements) arguments_.push_back(&element);
  }
}

Datum Call::argument(std::size_t index, const Scope& scope) const {
  return index < size() ? evaluation_.evaluate(*arguments_[index], source_, scope) : Datum();
}

void Call::fail(const char* id, const char* english, std::vector<Message::Arg> args) const {
  args.emplace_back("name", rule_.key);
  source_.fail(rule_.key_offset, id, english, std::move(args));
}

std::vector<Datum> Call::arguments() const {
  std::vector<Datum> evaluated;
  if (size() == 1) {
    Datum only = argument(0);
    if (const auto* elements = only.array()) {
      spend(elements->size());
      return *elements;
    }
    evaluated.push_back(std::move(only));
    return evaluated;
  }
  for (std::size_t i = 0; i < size(); ++i) evaluated.push_back(argument(i));
  return evaluated;
}

double arithmetic(const Call& call, const Datum& datum) {
  if (const double* number = datum.number()) return *number;
  if (datum.string()) {
    const double number = to_number(datum);
    return std::isnan(number) ? 0 : number;
  }
  call.fail("logic.not_a_number", "{{place}}: \"{{name}}\" takes numbers, not {{value}}",
            {{"value", datum.to_json(40)}});
}

std::string as_text(const Call& call, const Datum& datum) {
  if (const std::string* text = datum.string()) return *text;
  if (const double* number = datum.number()) return format_number(*number);
  if (const bool* boolean = datum.boolean()) return *boolean ? "true" : "false";
  if (datum.is_null()) return {};
  call.fail("logic.not_text", "{{place}}: \"{{name}}\" takes text and numbers, not {{value}}",
            {{"value", datum.to_json(40)}});
}

namespace {

// ---- data, logic --------------------------------------------------------------------------------------

Datum var(const Call& call) {
  const std::vector<Datum> arguments = call.arguments();
  if (arguments.empty() || arguments[0].is_null()) return *call.scope().data;
  Datum found = call.scope().at(as_text(call, arguments[0]));
  return found.is_null() && arguments.size() > 1 ? arguments[1] : found;
}

Datum conditional(const Call& call) {
  std::size_t i = 0;
  for (; i + 1 < call.size(); i += 2) {
    if (is_true(call.argument(i))) return call.argument(i + 1);
  }
  return call.argument(i);  // null if there is no else
}

Datum conjunction(const Call& call) {
  Datum last;
  for (std::size_t i = 0; i < call.size(); ++i) {
    last = call.argument(i);
    if (!is_true(last)) break;
  }
  return last;
}

Datum disjunction(const Call& call) {
  Datum last;
  for (std::size_t i = 0; i < call.size(); ++i) {
    last = call.argument(i);
    if (is_true(last)) break;
  }
  return last;
}

Datum negation(const Call& call) {
  return !is_true(call.argument(0));
}

Datum truth(const Call& call) {
  return is_true(call.argument(0));
}

// ---- comparisons --------------------------------------------------------------------------------------

void spend_on_text(const Call& call, const Datum& datum) {
  if (const std::string* text = datum.string()) call.spend(text->size() / 64);
}

bool equal(const Call& call) {
  const Datum a = call.argument(0), b = call.argument(1);
  spend_on_text(call, a);
  return is_equal(a, b);
}

bool strictly_equal(const Call& call) {
  const Datum a = call.argument(0), b = call.argument(1);
  spend_on_text(call, a);
  return a.is_same_kind(b) && is_equal(a, b);
}

/// Two in order, or three: `Ordered` is asked about neighbours.
template <bool (*Ordered)(const Datum&, const Datum&)>
Datum ordered(const Call& call) {
  Datum left = call.argument(0);
  for (std::size_t i = 1; i < call.size(); ++i) {
    Datum right = call.argument(i);
    spend_on_text(call, left);
    if (!Ordered(left, right)) return false;
    left = std::move(right);
  }
  return true;
}

bool is_greater(const Datum& a, const Datum& b) {
  return is_less(b, a);
}
bool is_at_most(const Datum& a, const Datum& b) {
  return is_less(a, b) || is_equal(a, b);
}
bool is_at_least(const Datum& a, const Datum& b) {
  return is_less(b, a) || is_equal(a, b);
}

// ---- numbers ------------------------------------------------------------------------------------------

template <class Add>
Datum fold(const Call& call, double start, Add add) {
  double result = start;
  for (const Datum& argument : call.arguments()) result = add(result, arithmetic(call, argument));
  return result;
}

Datum plus(const Call& call) {
  return fold(call, 0, [](double a, double b) { return a + b; });
}

Datum times(const Call& call) {
  return fold(call, 1, [](double a, double b) { return a * b; });
}

Datum minus(const Call& call) {
  const std::vector<Datum> arguments = call.arguments();
  if (arguments.empty()) return 0.0;
  double result = arithmetic(call, arguments[0]);
  if (arguments.size() == 1) return -result;
  for (std::size_t i = 1; i < arguments.size(); ++i) result -= arithmetic(call, arguments[i]);
  return result;
}

Datum divided(const Call& call) {
  const std::vector<Datum> arguments = call.arguments();
  if (arguments.empty()) return 0.0;
  double result = arithmetic(call, arguments[0]);
  for (std::size_t i = 1; i < arguments.size(); ++i) result /= arithmetic(call, arguments[i]);
  return result;
}

Datum remainder(const Call& call) {
  return std::fmod(arithmetic(call, call.argument(0)), arithmetic(call, call.argument(1)));
}

Datum absolute(const Call& call) {
  return std::fabs(arithmetic(call, call.argument(0)));
}

template <class Better>
Datum best(const Call& call, Better better) {
  const std::vector<Datum> arguments = call.arguments();
  if (arguments.empty()) return {};
  double result = arithmetic(call, arguments[0]);
  for (const Datum& argument : arguments) result = better(result, arithmetic(call, argument));
  return result;
}

Datum maximum(const Call& call) {
  return best(call, [](double a, double b) { return b > a ? b : a; });
}

Datum minimum(const Call& call) {
  return best(call, [](double a, double b) { return b < a ? b : a; });
}

// ---- text ---------------------------------------------------------------------------------------------

std::string trimmed(std::string text) {
  constexpr std::string_view blanks = " \t\n\v\f\r";
  text.erase(0, std::min(text.find_first_not_of(blanks), text.size()));
  text.erase(text.find_last_not_of(blanks) + 1);
  return text;
}

Datum cat(const Call& call) {
  std::string text;
  for (const Datum& argument : call.arguments()) {
    text += as_text(call, argument);
    call.spend(text.size() / 64);
  }
  return trimmed(std::move(text));
}

/// Where each character of the text begins, and where the last one ends.
std::vector<std::size_t> character_offsets(std::string_view text) {
  std::vector<std::size_t> offsets;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) offsets.push_back(i);
  }
  offsets.push_back(text.size());
  return offsets;
}

/// A whole number of characters, cut to what a text can have.
std::ptrdiff_t whole(double number) {
  constexpr double limit = 1e15;
  return static_cast<std::ptrdiff_t>(std::isnan(number) ? 0 : std::clamp(number, -limit, limit));
}

Datum substr(const Call& call) {
  const std::string text = as_text(call, call.argument(0));
  call.spend(text.size() / 8);
  const std::vector<std::size_t> offsets = character_offsets(text);
  const auto size = static_cast<std::ptrdiff_t>(offsets.size() - 1);
  std::ptrdiff_t from = whole(arithmetic(call, call.argument(1)));
  if (from < 0) from += size;
  if (from < 0 || from > size) return text;
  std::ptrdiff_t to = size;
  if (call.size() > 2) {
    const std::ptrdiff_t length = whole(arithmetic(call, call.argument(2)));
    to = length < 0 ? size + length : std::min(size, from + length);
  }
  if (to <= from) return std::string();
  const std::size_t begin = offsets[static_cast<std::size_t>(from)];
  return text.substr(begin, offsets[static_cast<std::size_t>(to)] - begin);
}

// ---- the table ----------------------------------------------------------------------------------------

constexpr std::size_t any = Operator::any;
constexpr Operator operators[] = {
    {"!", 1, 1, negation},
    {"!!", 1, 1, truth},
    {"!=", 2, 2, [](const Call& call) { return Datum(!equal(call)); }},
    {"!==", 2, 2, [](const Call& call) { return Datum(!strictly_equal(call)); }},
    {"%", 2, 2, remainder},
    {"*", 0, any, times},
    {"+", 0, any, plus},
    {"-", 0, any, minus},
    {"/", 0, any, divided},
    {"<", 2, 3, ordered<is_less>},
    {"<=", 2, 3, ordered<is_at_most>},
    {"==", 2, 2, [](const Call& call) { return Datum(equal(call)); }},
    {"===", 2, 2, [](const Call& call) { return Datum(strictly_equal(call)); }},
    {">", 2, 3, ordered<is_greater>},
    {">=", 2, 3, ordered<is_at_least>},
    {"?:", 0, any, conditional},
    {"abs", 1, 1, absolute},
    {"all", 2, 2, all},
    {"and", 1, any, conjunction},
    {"cat", 0, any, cat},
    {"ends_with", 0, any, ends_with},
    {"filter", 2, 2, filter},
    {"fractional", 0, any, fractional},
    {"if", 0, any, conditional},
    {"in", 2, 2, in},
    {"map", 2, 2, map},
    {"max", 0, any, maximum},
    {"merge", 0, any, merge},
    {"min", 0, any, minimum},
    {"missing", 0, any, missing},
    {"missing_some", 2, 2, missing_some},
    {"none", 2, 2, none},
    {"or", 1, any, disjunction},
    {"reduce", 3, 3, reduce},
    {"sem_ver", 0, any, sem_ver},
    {"some", 2, 2, some},
    {"starts_with", 0, any, starts_with},
    {"substr", 2, 3, substr},
    {"var", 0, 2, var},
};

}  // namespace

const Operator* find_operator(std::string_view name) {
  for (const Operator& candidate : operators) {
    if (name == candidate.name) return &candidate;
  }
  return nullptr;
}

std::vector<std::string> operator_names() {
  std::vector<std::string> names;
  for (const Operator& candidate : operators) names.emplace_back(candidate.name);
  return names;
}

}  // namespace objectos::logic
