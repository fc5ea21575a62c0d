// Numbers as JavaScript writes and reads them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "template/value.hpp"

namespace objectos::templates {

/// More than any number takes.
inline constexpr std::size_t max_number_bytes = 32;
/// 42, 0.1, 1e+21, NaN: what String(number) gives. Writes at most max_number_bytes, and returns their end.
char* write_number(char* to, double number) noexcept;
void append_number(std::string& out, double number);
/// Without exponent, however long that gets (at most some 350 bytes). "NaN" and "Infinity" stay.
std::string decimal_text(double number);
/// A JSON number; beyond the largest double is infinite.
double parse_json_number(std::string_view text) noexcept;
/// What Number(value) gives; NaN for lists and objects.
double number_of(const Value& value) noexcept;

}  // namespace objectos::templates
