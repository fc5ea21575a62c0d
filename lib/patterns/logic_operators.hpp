// The operators of JSONLogic, one function each.
#pragma once

#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "patterns/logic.hpp"

namespace objectos::logic {

/// What `var` sees. Inside `filter`, `some` and `none` the data around is seen first, in flagd's manner.
struct Scope {
  const Datum* data;
  const Scope* around = nullptr;
  /// The value at `path`; null if there is none.
  Datum at(std::string_view path) const;
};

/// One evaluation of a rule, with what it may still spend.
class Evaluation {
 public:
  virtual Datum evaluate(const json::Node& node, const Source& source, const Scope& scope) = 0;
  /// Throws when the rule has taken too many steps; the offset is for the message.
  virtual void spend(std::size_t steps, const Source& source, std::size_t offset) = 0;
  virtual const Context& context() const = 0;

 protected:
  ~Evaluation() = default;
};

/// One operator with its arguments, which are evaluated only when they are asked for.
class Call {
 public:
  Call(Evaluation& evaluation, const json::Member& rule, const Source& source, const Scope& scope);
  std::size_t size() const { return arguments_.size(); }
  /// The argument, evaluated; null if there are not that many.
  Datum argument(std::size_t index) const { return argument(index, scope_); }
  Datum argument(std::size_t index, const Scope& scope) const;
  /// All arguments. One that is a list stands for its elements.
  std::vector<Datum> arguments() const;
  const Scope& scope() const { return scope_; }
  const Context& context() const { return evaluation_.context(); }
  /// Pays for work that the size of data decides.
  void spend(std::size_t steps) const { evaluation_.spend(steps, source_, rule_.key_offset); }
  /// Throws Error(data) with the place; {{name}} is the operator.
  [[noreturn]] void fail(const char* id, const char* english, std::vector<Message::Arg> args = {}) const;

 private:
  Evaluation& evaluation_;
  const json::Member& rule_;
  const Source& source_;
  const Scope& scope_;
  std::vector<const json::Node*> arguments_;
};

struct Operator {
  static constexpr std::size_t any = std::numeric_limits<std::size_t>::max();
  const char* name;
  std::size_t least, most;  ///< arguments
  Datum (*run)(const Call&);
};
/// The operator of that name, or null.
const Operator* find_operator(std::string_view name);
std::vector<std::string> operator_names();

// logic_lists.cpp
Datum filter(const Call&);
Datum map(const Call&);
Datum reduce(const Call&);
Datum all(const Call&);
Datum none(const Call&);
Datum some(const Call&);
Datum merge(const Call&);
Datum in(const Call&);
Datum missing(const Call&);
Datum missing_some(const Call&);
// logic_flagd.cpp
Datum fractional(const Call&);
Datum sem_ver(const Call&);
Datum starts_with(const Call&);
Datum ends_with(const Call&);

/// As `+` takes it: text that is no number counts as 0. Fails for what is neither number nor text.
double arithmetic(const Call& call, const Datum& datum);
/// As `cat` takes it. Fails for lists and objects.
std::string as_text(const Call& call, const Datum& datum);

}  // namespace objectos::logic
