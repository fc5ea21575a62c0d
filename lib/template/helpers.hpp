// The helpers: which there are, and what those that give a value make of their arguments. Blocks are the
// renderer's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "objectos/template.hpp"
#include "template/value.hpp"

namespace objectos::templates {

enum class Helper : std::uint8_t {
  if_,
  unless,
  each,
  with,
  lookup,
  log,
  upper,
  lower,
  eq,
  ne,
  lt,
  gt,
  and_,
  or_,
  not_,
  default_,
  join,
  json,
  urlencode,
  translate,
  format_number,
  format_currency,
  format_date,
};

struct HelperInfo {
  /// block: only `{{#if}}`; condition: a value that chooses the branch of a block; value: all others.
  enum class Use : std::uint8_t { block, condition, value };
  static constexpr std::size_t any_number = 255;

  std::string_view name;
  Helper helper;
  std::size_t least;  ///< of its arguments
  std::size_t most;
  Use use;
};

/// Null if there is none of that name.
const HelperInfo* find_helper(std::string_view name) noexcept;
const HelperInfo& helper_info(Helper helper) noexcept;
/// The helper whose name is nearest, if one is near; else empty.
std::string nearest_helper(std::string_view name);

struct NamedValue {
  std::string_view name;
  Value value;
};

/// Makes a text last as long as the rendering does.
class TextKeeper {
 public:
  virtual ~TextKeeper() = default;
  virtual std::string_view keep(std::string_view text) = 0;
};

struct HelperCall {
  Helper helper;
  std::span<const Value> args;        ///< as many as HelperInfo allows
  std::span<const NamedValue> named;  ///< NAME=VALUE; of a name that is there twice the first counts
  const TemplateLanguage* language;   ///< may be null
  TextKeeper& texts;
};

/// What a helper that is no block gives. Error(data) without a place for what it cannot do; what the language
/// throws.
Value call_helper(const HelperCall& call);

}  // namespace objectos::templates
