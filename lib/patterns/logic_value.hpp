// Values in JSONLogic, and what its operators take them for.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/json_tree.hpp"

namespace objectos::logic {

/// A JSON value; cheap to copy, never changed. Numbers are doubles, as in flagd.
class Datum {
 public:
  using Array = std::vector<Datum>;
  using Object = std::vector<std::pair<std::string, Datum>>;

  /// null
  Datum() = default;
  Datum(bool value) : value_(value) {}
  Datum(double value) : value_(value) {}
  Datum(std::string text) : value_(std::make_shared<const std::string>(std::move(text))) {}
  Datum(Array elements) : value_(std::make_shared<const Array>(std::move(elements))) {}
  Datum(Object members) : value_(std::make_shared<const Object>(std::move(members))) {}
  Datum(const char*) = delete;
  /// The value of a tree; nothing in it is evaluated.
  explicit Datum(const json::Node& node);

  bool is_null() const { return std::holds_alternative<std::monostate>(value_); }
  const bool* boolean() const { return std::get_if<bool>(&value_); }
  const double* number() const { return std::get_if<double>(&value_); }
  const std::string* string() const { return pointee<std::string>(); }
  const Array* array() const { return pointee<Array>(); }
  const Object* object() const { return pointee<Object>(); }
  bool is_same_kind(const Datum& other) const { return value_.index() == other.value_.index(); }

  /// The value at a path such as `user.name` or `items.0`; null if there is none. The whole for "".
  Datum at(std::string_view path) const;
  /// Of a longer one the beginning.
  std::string to_json(std::size_t limit) const;

 private:
  template <class T>
  const T* pointee() const {
    const auto* held = std::get_if<std::shared_ptr<const T>>(&value_);
    return held ? held->get() : nullptr;
  }
  std::variant<std::monostate, bool, double, std::shared_ptr<const std::string>, std::shared_ptr<const Array>,
               std::shared_ptr<const Object>>
      value_;
};

/// False: null, false, 0, "", [] and {}.
bool is_true(const Datum& datum);
/// As JavaScript converts for a comparison; not a number for what is none.
double to_number(const Datum& datum);
/// As `==`: a null equals only null, two strings are compared as text, everything else as numbers.
bool is_equal(const Datum& a, const Datum& b);
/// As `<`: two strings by their bytes, everything else as numbers.
bool is_less(const Datum& a, const Datum& b);
/// The shortest decimal without an exponent.
std::string format_number(double number);

}  // namespace objectos::logic
