// The table of configuration keys, looked up without allocating, and what a value of each type looks like.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/json_tree.hpp"
#include "objectos/config.hpp"
#include "objectos/error.hpp"

namespace objectos::config {

/// All rows, sorted by name. Constant data: nothing is built when the process starts.
std::span<const ConfigKey> rows() noexcept;

/// The row of a dotted key, null if there is none. Segments may be spelt in camelCase.
const ConfigKey* find_row(std::string_view key);
/// The same, or Error(usage) that names the nearest key.
const ConfigKey& row_of(std::string_view key);
/// The members that items of a list may have; empty: any. They are not keys themselves.
std::span<const ConfigKey> item_rows(const ConfigKey& list) noexcept;

/// True if `name` holds keys, as "storage.options" does.
bool is_section(std::string_view name) noexcept;

/// A segment in the table's spelling: "keyPrefix" and "key_prefix" are "key_prefix".
std::string snake_case(std::string_view segment);
/// The dotted key that was meant by `segment` (in snake_case) inside `section` ("" at the top).
std::optional<std::string> suggest(std::string_view section, std::string_view segment);

/// True for the keys that select a backend by URL.
bool is_url(const ConfigKey& row) noexcept;
/// True if the backend that `url` names is one that the service of `row` has, or no known one at all (then
/// the service itself says so).
bool takes_url(const ConfigKey& row, std::string_view url);
/// The password in `scheme://user:PASSWORD@host`, empty if there is none.
std::string_view url_password(std::string_view url) noexcept;

struct Document;
// Error(usage) for a member of an object; `key`: as dotted names go, what it would have been.
[[noreturn]] void fail_unknown_key(const Document& document, const json::Member& member, std::string_view key,
                                   Message hint);
[[noreturn]] void fail_two_spellings(const Document& document, const json::Member& member);

// ---- values --------------------------------------------------------------------------------------------
// `place` says where a value stands, for messages: "FILE:LINE:COLUMN", a variable, "option".

/// Nothing unless `text` is one of true false yes no on off 1 0, in any case.
std::optional<bool> to_boolean(std::string_view text) noexcept;
std::optional<std::int64_t> to_integer(std::string_view text) noexcept;
std::optional<double> to_number(std::string_view text) noexcept;  ///< finite
/// True for digits with at most one point: a duration or size without unit.
bool is_bare_number(std::string_view text) noexcept;

/// A JSON text and what messages call it.
struct Document {
  std::string_view name;
  std::string_view text;
  /// "NAME:LINE:COLUMN"
  std::string place(std::size_t offset) const;
};

/// Whether a message quotes a text, or shows it bare, as a number was written.
enum class Quotes { yes, no };
/// Error(usage) unless `text` is a value for `row`, which takes a text (no list, no object).
void check_text(const ConfigKey& row, std::string_view text, std::string_view place, Quotes quotes);
/// Error(usage) unless the value is of a kind that `row` takes. What strings say is left to check_text().
void check_kind(const ConfigKey& row, const json::Node& node, const Document& document);
/// A value as a message quotes it.
std::string shown(const json::Node& node);
/// `text` for a message: short, on one line, nothing in it that steers a terminal.
std::string shown(std::string_view text);

}  // namespace objectos::config
