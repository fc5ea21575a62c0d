// Values as text.
#pragma once

#include <string>
#include <string_view>

#include "template/output.hpp"
#include "template/value.hpp"

namespace objectos::templates {

/// Appends String(value), but nothing for what is absent: `1,2`, `[object Object]`.
void append_text(std::string& out, const Value& value);
/// The same of a property's name, where what is absent is "undefined" or "null".
std::string key_text(const Value& value);
/// Appends with `& < > " ' ` =` as HTML has them.
void append_html(Output& out, std::string_view text);
/// Appends as it stands inside the quotes of a JSON string.
void append_in_json_string(Output& out, std::string_view text);
/// Appends JSON.stringify(value); nothing for undefined.
void append_json(std::string& out, const Value& value);

}  // namespace objectos::templates
