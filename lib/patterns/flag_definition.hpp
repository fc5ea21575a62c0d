// One flag in flagd's JSON: {"state","variants","defaultVariant"?,"targeting"?,"metadata"?,…}.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "objectos/value.hpp"
#include "patterns/logic.hpp"

namespace objectos {

struct Variant {
  std::string name;
  std::string json;  ///< compact
  friend bool operator==(const Variant&, const Variant&) = default;
};

/// Checked on reading. Views and nodes point into the tree it was read from.
struct FlagDefinition {
  bool is_enabled = true;
  std::vector<Variant> variants;
  std::optional<std::string> default_variant;
  const json::Node* targeting = nullptr;  ///< null: there is no rule
  const json::Node* overrides = nullptr;  ///< in files: what users get who have a value of their own

  /// Error(data) with the place for what is no flag. Rules are not checked.
  static FlagDefinition read(const json::Node& node, const logic::Source& source);

  const Variant* find(std::string_view name) const;
  const Variant* with_value(std::string_view json) const;
  /// What all values are; nothing if there are none, or only null.
  std::optional<json::Kind> kind() const;
};

/// What `set` makes of a flag. `present` is its definition's text, or empty.
struct FlagChange {
  std::string json;               ///< the value, compact
  std::optional<double> percent;  ///< who gets it; nothing: everybody
  bool for_one_user = false;      ///< the others get off, or nothing
};
/// Error(data), naming the flag, if its values are of another type. Members that it does not know stay.
std::string changed_definition(std::string_view name, std::string_view present, const FlagChange& change);

/// on and off for booleans, else what `storage get` would print; never empty.
std::string variant_name(std::string_view json);

/// A definition's text, parsed: nodes point into it, so it is neither copied nor moved.
class StoredFlag {
 public:
  /// Error(data), naming the flag, if the text is none.
  StoredFlag(std::string_view name, std::string text);
  StoredFlag(const StoredFlag&) = delete;
  StoredFlag& operator=(const StoredFlag&) = delete;

  const std::string& text() const { return text_; }
  const json::Node& tree() const { return tree_; }
  const logic::Source& source() const { return source_; }
  const FlagDefinition& definition() const { return definition_; }

 private:
  std::string text_;
  logic::Source source_;
  json::Node tree_;
  FlagDefinition definition_;
};

}  // namespace objectos
