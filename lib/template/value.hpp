// Values as a template sees them: JSON's, and "undefined" for what is not there. Small, copied freely; what
// they point to belongs to the data or to the rendering.
#pragma once

#include <cstdint>
#include <cstring>
#include <memory_resource>
#include <string_view>

namespace objectos::templates {

struct Member;

class Value {
 public:
  enum class Kind : std::uint8_t { undefined, null, boolean, number, string, array, object };

  constexpr Value() noexcept : number_(0) {}
  static Value null() noexcept { return Value(Kind::null); }
  static Value of(bool boolean) noexcept {
    Value value(Kind::boolean);
    value.number_ = boolean ? 1 : 0;
    return value;
  }
  static Value of(double number) noexcept {
    Value value(Kind::number);
    value.number_ = number;
    return value;
  }
  static Value of(std::string_view text) noexcept {
    Value value(Kind::string);
    value.size_ = static_cast<std::uint32_t>(text.size());
    value.text_ = text.data();
    return value;
  }
  static Value array(const Value* elements, std::size_t size) noexcept {
    Value value(Kind::array);
    value.size_ = static_cast<std::uint32_t>(size);
    value.elements_ = elements;
    return value;
  }
  /// `members` as make_object() lays them out.
  static Value object(const Member* members, std::size_t size) noexcept {
    Value value(Kind::object);
    value.size_ = static_cast<std::uint32_t>(size);
    value.members_ = members;
    return value;
  }

  Kind kind() const noexcept { return kind_; }
  bool is(Kind kind) const noexcept { return kind_ == kind; }
  /// Undefined or null.
  bool is_absent() const noexcept { return kind_ <= Kind::null; }
  bool boolean() const noexcept { return number_ != 0; }
  double number() const noexcept { return number_; }
  std::string_view text() const noexcept { return {text_, size_}; }
  std::size_t size() const noexcept { return size_; }
  const Value* elements() const noexcept { return elements_; }
  const Member* members() const noexcept { return members_; }

 private:
  explicit Value(Kind kind) noexcept : kind_(kind), number_(0) {}
  Kind kind_ = Kind::undefined;
  std::uint32_t size_ = 0;
  union {
    double number_;
    const char* text_;
    const Value* elements_;
    const Member* members_;
  };
};

/// The name of a member. Its length and first seven bytes lie in one word, by which nearly all names differ,
/// or are the same.
class Key {
 public:
  Key() = default;
  Key(std::string_view text) noexcept  // NOLINT: a text is a name
      : data_(text.data()), size_(text.size()), word_(word_of(text)) {}

  std::string_view text() const noexcept { return {data_, size_}; }
  bool operator==(const Key& other) const noexcept {
    return word_ == other.word_ && (size_ <= word_bytes || text() == other.text());
  }

 private:
  static constexpr std::size_t word_bytes = sizeof(std::uint64_t) - 1;
  static std::uint64_t word_of(std::string_view text) noexcept {
    char bytes[sizeof(std::uint64_t)] = {};
    text.copy(bytes, word_bytes);
    bytes[word_bytes] = static_cast<char>(text.size() < 255 ? text.size() : 255);
    std::uint64_t word;
    std::memcpy(&word, bytes, sizeof word);
    return word;
  }
  const char* data_ = nullptr;
  std::size_t size_ = 0;
  std::uint64_t word_ = 0;
};

struct Member {
  Key key;
  Value value;
};

/// From so many members on an object has an index behind them: the order of its members by key.
inline constexpr std::size_t indexed_size = 16;
/// An object of these members, whose keys are all different, laid out in `memory`.
Value make_object(const Member* members, std::size_t size, std::pmr::memory_resource& memory);
const Value* find_indexed(const Value& object, std::string_view key) noexcept;

/// The member of an object, or null.
inline const Value* find_member(const Value& object, const Key& key) noexcept {
  if (object.size() >= indexed_size) return find_indexed(object, key.text());
  const Member* const end = object.members() + object.size();
  for (const Member* member = object.members(); member != end; ++member) {
    if (member->key == key) return &member->value;
  }
  return nullptr;
}

Value property_of_list(const Value& value, std::string_view key) noexcept;

/// `value[key]` as JavaScript has it for what JSON can hold, without prototypes: members, elements,
/// characters, lengths.
inline Value property(const Value& value, const Key& key) noexcept {
  if (value.is(Value::Kind::object)) {
    const Value* member = find_member(value, key);
    return member ? *member : Value();
  }
  return property_of_list(value, key.text());
}

/// What JavaScript takes for true.
inline bool is_truthy(const Value& value) noexcept {
  switch (value.kind()) {
    case Value::Kind::undefined:
    case Value::Kind::null: return false;
    case Value::Kind::boolean: return value.boolean();
    case Value::Kind::number: return value.number() < 0 || value.number() > 0;  // NaN is neither
    case Value::Kind::string: return value.size() > 0;
    default: return true;
  }
}

/// What `with` skips: the untrue but zero, and empty lists.
inline bool is_empty(const Value& value) noexcept {
  if (value.is(Value::Kind::number)) return value.number() != value.number();
  return !is_truthy(value) || (value.is(Value::Kind::array) && value.size() == 0);
}

/// What `if` takes for true.
inline bool is_condition(const Value& value) noexcept {
  return is_truthy(value) && !is_empty(value);
}

/// ===
bool is_same(const Value& a, const Value& b) noexcept;
/// ==, but a list or object only equals itself.
bool is_alike(const Value& a, const Value& b) noexcept;
/// <; of texts by their bytes.
bool is_less(const Value& a, const Value& b) noexcept;

}  // namespace objectos::templates
