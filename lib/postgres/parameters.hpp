// The parameters of a statement, in PostgreSQL's binary form.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace objectos::postgres {

/// The object ids of the types in use, which never change.
enum class Type : unsigned {
  none = 0,
  bytes = 17,
  integer = 20,
  text = 25,
  bytes_array = 1001,
  text_array = 1009,
  integer_array = 1016
};

/// A one-dimensional array that grows.
class Array {
 public:
  explicit Array(Type element);
  void add(std::string_view element);
  void add(std::int64_t element);
  void add_null();
  void add_null_or(std::string_view element, bool is_null) { is_null ? add_null() : add(element); }
  bool has_elements() const noexcept { return present_ > 0; }  ///< one at least that is not null
  std::size_t size() const noexcept { return count_; }
  std::size_t bytes() const noexcept { return encoded_.size(); }
  /// The binary form; the array is empty afterwards.
  std::string take();

 private:
  void clear();
  Type element_;
  std::uint32_t count_ = 0, present_ = 0;
  std::string encoded_;
};

/// Texts and bytes are borrowed until the statement is sent.
class Parameters {
 public:
  struct One {
    Type type;
    bool is_null;
    std::string_view borrowed;
    std::string own;
    std::string_view view() const { return own.empty() ? borrowed : std::string_view(own); }
  };

  Parameters& text(std::string_view value) { return add({Type::text, false, value, {}}); }
  Parameters& bytes(std::string_view value) { return add({Type::bytes, false, value, {}}); }
  Parameters& null(Type type) { return add({type, true, {}, {}}); }
  Parameters& integer(std::optional<std::int64_t> value);
  /// Null if it has no elements: unnest() then fills with nulls.
  Parameters& array(Type type, Array& array);
  const std::vector<One>& all() const noexcept { return all_; }

 private:
  Parameters& add(One one) {
    all_.push_back(std::move(one));
    return *this;
  }
  std::vector<One> all_;
};

/// Rows as COPY … (FORMAT binary) reads them.
class CopyRows {
 public:
  CopyRows();
  void begin_row(std::uint16_t fields);
  void add(std::string_view field);
  void add(std::optional<std::int64_t> field);
  void add_null();
  /// What to send; no row may follow.
  const std::string& finished();

 private:
  std::string encoded_;
};

/// The number in eight bytes as PostgreSQL sends them.
std::int64_t decode_integer(std::string_view bytes);

}  // namespace objectos::postgres
