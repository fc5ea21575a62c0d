// JSON as text (RFC 8259). The library keeps JSON as it was written: key order, number spelling, duplicates.
// What is here checks, cuts and quotes such text; `Value::json()` gives a nlohmann tree to who wants one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "objectos/api.hpp"

namespace objectos::json {

enum class Kind { string, number, boolean, null, object, array };

/// Deeper values are refused: every consumer of stored JSON may recurse.
inline constexpr std::size_t max_depth = 1024;

/// Where a text came from, for messages: "NAME:LINE:COLUMN: what is wrong".
struct Place {
  std::string_view name = "value";
  std::size_t first_line = 1;
};

/// Throws Error(data) with the place of the first fault unless `text` is exactly one JSON value (blanks
/// around it allowed) in valid UTF-8.
OBJECTOS_API void check(std::string_view text, Place place = {});

/// The kind of a valid JSON value, by its first byte.
OBJECTOS_API Kind kind_of(std::string_view valid) noexcept;

/// `valid` without insignificant blanks; nothing else changes.
OBJECTOS_API std::string compact(std::string_view valid);

/// Appends `utf8` as a JSON string, with the escapes of JavaScript's JSON.stringify and no others.
OBJECTOS_API void append_string(std::string& out, std::string_view utf8);
OBJECTOS_API std::string quoted(std::string_view utf8);

/// Appends `raw` as `{"$base64":"…"}`, the form bytes take in JSON.
OBJECTOS_API void append_bytes(std::string& out, std::string_view raw);

/// Appends what the JSON string `valid` (with its quotes) stands for. A lone surrogate becomes U+FFFD.
OBJECTOS_API void append_unquoted(std::string& out, std::string_view valid);

/// A pull reader over one text, which must outlive it. Every member throws Error(data) with the place where
/// the text stops being valid JSON. Not thread safe.
class OBJECTOS_API Reader {
 public:
  enum class Dialect { strict, comments };  ///< comments: also `//`, `/* */` and a comma before `]` or `}`
  explicit Reader(std::string_view text, Place place = {}, Dialect dialect = Dialect::strict);

  /// The kind of the value that comes next.
  Kind peek();
  /// The next value's text as written, checked whole.
  std::string_view value();
  /// The next value, a whole number of 64 bits.
  std::int64_t integer();
  /// The next value, a string, decoded: a view into the text, or into `scratch` if it had escapes.
  std::string_view string(std::string& scratch);

  /// Enters the object or array that comes next; then call next_key / next_element until they say false.
  void begin_object();
  bool next_key(std::string_view& key, std::string& scratch);
  void begin_array();
  bool next_element();
  /// Checks that only blanks are left.
  void end();

  /// Bytes consumed so far; after peek(), where the next value starts.
  std::size_t offset() const noexcept { return at_; }
  /// Where the key that next_key() gave last starts, at its quote.
  std::size_t key_offset() const noexcept { return key_at_; }
  /// Throws Error(data) that names the place of `offset`.
  [[noreturn]] void fail(std::size_t offset, const char* id, const char* english) const;

 private:
  void skip_blanks();
  void skip_value();
  bool skip_string();  // at the opening quote; true if it holds an escape
  void skip_number();
  void skip_literal(std::string_view word);
  void expect(char c, const char* id, const char* english);
  bool next_item(char close, const char* id, const char* english);

  std::string_view text_;
  Place place_;
  Dialect dialect_;
  std::size_t at_ = 0;
  std::size_t key_at_ = 0;
  bool first_ = false;  // just behind an opening bracket
};

}  // namespace objectos::json
