// A stored value: JSON text or bytes.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "objectos/api.hpp"
#include "objectos/json.hpp"

namespace objectos {

/// Owns either JSON text, kept as written but for insignificant blanks, or raw bytes. Copying copies the
/// text; nothing is parsed until json() is called. A const Value may be read by several threads.
class OBJECTOS_API Value {
 public:
  enum class Type { string, number, boolean, null, object, array, bytes };

  /// JSON null.
  Value() : text_("null") {}
  /// A JSON string. Throws Error(data) unless `utf8` is valid UTF-8.
  static Value string(std::string_view utf8);
  /// Throws Error(data), naming `place`, unless `text` is one JSON value.
  static Value json(std::string_view text, json::Place place = {});
  static Value bytes(std::string raw);
  static Value number(std::int64_t n);
  /// Shortest decimal that reads back as `x`, which must be finite: Error(data) otherwise.
  static Value number(double x);
  static Value boolean(bool b) { return Value(b ? "true" : "false", false); }
  /// For backends: `text` is already known to be compact JSON.
  static Value trusted(std::string text) { return Value(std::move(text), false); }
  /// From a database that other programs write too: checks `text`, keeps it byte for byte.
  static Value stored(std::string text, json::Place place);

  Type type() const noexcept;
  bool is_bytes() const noexcept { return bytes_; }
  /// The JSON text, or the raw bytes.
  const std::string& raw() const& noexcept { return text_; }
  std::string raw() && noexcept { return std::move(text_); }
  /// What `storage get` prints: a string's content bare, other JSON as stored, bytes as they are.
  std::string text() const;
  /// The value in JSON output: JSON text, bytes as {"$base64":"…"}.
  void append_json(std::string& out) const;
  std::string to_json() const {
    std::string out;
    append_json(out);
    return out;
  }

  /// Parsed afresh at every call. Include <nlohmann/json.hpp> to use it; its type stays on your side.
  template <class Json = nlohmann::json>
  Json json() const {
    return Json::parse(to_json());
  }

  /// Equal in type and text: `1` and `1.0` differ.
  friend bool operator==(const Value&, const Value&) = default;

 private:
  Value(std::string text, bool bytes) : text_(std::move(text)), bytes_(bytes) {}
  std::string text_;
  bool bytes_ = false;
};

/// "string", "number", …
OBJECTOS_API std::string_view type_name(Value::Type type) noexcept;

}  // namespace objectos
