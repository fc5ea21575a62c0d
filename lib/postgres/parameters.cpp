#include "postgres/parameters.hpp"

namespace objectos::postgres {
namespace {

template <class Number>
void append_big_endian(std::string& out, Number number) {
  for (int shift = static_cast<int>(sizeof number) * 8 - 8; shift >= 0; shift -= 8)
    out += static_cast<char>(static_cast<std::uint64_t>(number) >> shift & 0xFF);
}

void overwrite(std::string& out, std::size_t at, std::uint32_t number) {
  std::string bytes;
  append_big_endian(bytes, number);
  out.replace(at, 4, bytes);
}

// Dimensions, whether there are nulls, the elements' type, how many, the first one's index.
constexpr std::size_t nulls_at = 4, count_at = 12, head_bytes = 20;

}  // namespace

Array::Array(Type element) : element_(element) {
  clear();
}

void Array::clear() {
  encoded_.clear();
  for (const std::uint32_t number : {1u, 0u, static_cast<unsigned>(element_), 0u, 1u})
    append_big_endian(encoded_, number);
  count_ = present_ = 0;
}

void Array::add(std::string_view element) {
  append_big_endian(encoded_, static_cast<std::uint32_t>(element.size()));
  encoded_.append(element);
  ++count_;
  ++present_;
}

void Array::add(std::int64_t element) {
  append_big_endian(encoded_, std::uint32_t{8});
  append_big_endian(encoded_, element);
  ++count_;
  ++present_;
}

void Array::add_null() {
  append_big_endian(encoded_, std::uint32_t{0xFFFFFFFF});
  ++count_;
}

std::string Array::take() {
  overwrite(encoded_, nulls_at, count_ == present_ ? 0 : 1);
  overwrite(encoded_, count_at, count_);
  std::string taken = std::move(encoded_);
  clear();
  return taken;
}

Parameters& Parameters::integer(std::optional<std::int64_t> value) {
  if (!value) return null(Type::integer);
  std::string bytes;
  append_big_endian(bytes, *value);
  return add({Type::integer, false, {}, std::move(bytes)});
}

Parameters& Parameters::array(Type type, Array& array) {
  const bool is_null = !array.has_elements();
  std::string encoded = array.take();
  return add({type, is_null, {}, is_null ? std::string() : std::move(encoded)});
}

CopyRows::CopyRows() : encoded_("PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19) {}

void CopyRows::begin_row(std::uint16_t fields) {
  append_big_endian(encoded_, fields);
}

void CopyRows::add(std::string_view field) {
  append_big_endian(encoded_, static_cast<std::uint32_t>(field.size()));
  encoded_.append(field);
}

void CopyRows::add(std::optional<std::int64_t> field) {
  if (!field) return add_null();
  append_big_endian(encoded_, std::uint32_t{8});
  append_big_endian(encoded_, *field);
}

void CopyRows::add_null() {
  append_big_endian(encoded_, std::uint32_t{0xFFFFFFFF});
}

const std::string& CopyRows::finished() {
  append_big_endian(encoded_, std::uint16_t{0xFFFF});
  return encoded_;
}

std::int64_t decode_integer(std::string_view bytes) {
  std::uint64_t number = 0;
  for (const char c : bytes) number = number << 8 | static_cast<unsigned char>(c);
  return static_cast<std::int64_t>(number);
}

}  // namespace objectos::postgres
