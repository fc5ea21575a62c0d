#include "template/value.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>

#include "core/utf8.hpp"
#include "template/number_text.hpp"

namespace objectos::templates {
namespace {

/// The array index that `key` is in JavaScript: digits without leading zeros.
std::optional<std::size_t> index_of(std::string_view key) noexcept {
  if (key.empty() || key.size() > 10 || (key.size() > 1 && key.front() == '0')) return std::nullopt;
  std::size_t index = 0;
  for (const char c : key) {
    if (c < '0' || c > '9') return std::nullopt;
    index = index * 10 + static_cast<std::size_t>(c - '0');
  }
  return index;
}

std::size_t units_of(std::string_view character) noexcept {
  return character.size() == 4 ? 2 : 1;
}

std::string_view first_character(std::string_view text) noexcept {
  const std::size_t length = utf8::sequence_length(text);
  return text.substr(0, length == 0 ? 1 : length);
}

/// JavaScript counts texts in units of UTF-16.
std::size_t length_in_units(std::string_view text) noexcept {
  std::size_t units = 0;
  for (; !text.empty(); text.remove_prefix(first_character(text).size()))
    units += units_of(first_character(text));
  return units;
}

/// Half of a character that takes two units is U+FFFD.
Value unit_at(std::string_view text, std::size_t index) noexcept {
  for (std::size_t unit = 0; !text.empty();) {
    const std::string_view character = first_character(text);
    const std::size_t units = units_of(character);
    if (index < unit + units) return Value::of(units == 1 ? character : std::string_view("\xEF\xBF\xBD"));
    unit += units;
    text.remove_prefix(character.size());
  }
  return {};
}

const std::uint32_t* index_behind(const Value& object) noexcept {
  return reinterpret_cast<const std::uint32_t*>(object.members() + object.size());
}

}  // namespace

Value make_object(const Member* members, std::size_t size, std::pmr::memory_resource& memory) {
  const bool is_indexed = size >= indexed_size;
  const std::size_t bytes = size * (sizeof(Member) + (is_indexed ? sizeof(std::uint32_t) : 0));
  auto* laid_out = static_cast<Member*>(memory.allocate(bytes == 0 ? 1 : bytes, alignof(Member)));
  std::uninitialized_copy(members, members + size, laid_out);
  if (is_indexed) {
    auto* index = reinterpret_cast<std::uint32_t*>(laid_out + size);
    std::iota(index, index + size, std::uint32_t{0});
    std::sort(index, index + size, [laid_out](std::uint32_t a, std::uint32_t b) {
      return laid_out[a].key.text() < laid_out[b].key.text();
    });
  }
  return Value::object(laid_out, size);
}

const Value* find_indexed(const Value& object, std::string_view key) noexcept {
  const Member* members = object.members();
  const std::uint32_t* index = index_behind(object);
  const std::uint32_t* end = index + object.size();
  const auto found = std::lower_bound(index, end, key, [members](std::uint32_t at, std::string_view k) {
    return members[at].key.text() < k;
  });
  return found != end && members[*found].key.text() == key ? &members[*found].value : nullptr;
}

Value property_of_list(const Value& value, std::string_view key) noexcept {
  if (!value.is(Value::Kind::array) && !value.is(Value::Kind::string)) return {};
  const bool is_text = value.is(Value::Kind::string);
  if (key == "length") {
    return Value::of(static_cast<double>(is_text ? length_in_units(value.text()) : value.size()));
  }
  const auto index = index_of(key);
  if (!index) return {};
  if (is_text) return unit_at(value.text(), *index);
  return *index < value.size() ? value.elements()[*index] : Value();
}

bool is_same(const Value& a, const Value& b) noexcept {
  if (a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case Value::Kind::undefined:
    case Value::Kind::null: return true;
    case Value::Kind::boolean:
    case Value::Kind::number: return a.number() == b.number();
    case Value::Kind::string: return a.text() == b.text();
    case Value::Kind::array: return a.elements() == b.elements() && a.size() == b.size();
    case Value::Kind::object: return a.members() == b.members() && a.size() == b.size();
  }
  return false;
}

bool is_alike(const Value& a, const Value& b) noexcept {
  if (a.kind() == b.kind()) return is_same(a, b);
  if (a.is_absent() || b.is_absent()) return a.is_absent() && b.is_absent();
  if (a.kind() >= Value::Kind::array || b.kind() >= Value::Kind::array) return false;
  return number_of(a) == number_of(b);
}

bool is_less(const Value& a, const Value& b) noexcept {
  if (a.is(Value::Kind::string) && b.is(Value::Kind::string)) return a.text() < b.text();
  return number_of(a) < number_of(b);
}

}  // namespace objectos::templates
