#include "template/number_text.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>

namespace objectos::templates {
namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double infinite = std::numeric_limits<double>::infinity();

/// "NaN", "Infinity", or nothing for a finite number.
std::string_view special_text(double number) noexcept {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number < 0 ? "-Infinity" : "Infinity";
  return {};
}

/// Digits d1d2…dn and the place of the point of the shortest text that reads back: 0.d1d2…dn × 10^point.
struct Digits {
  char text[24];
  int count = 0;
  int point = 0;
  explicit Digits(double positive) noexcept {
    char scientific[32];
    const auto end =
        std::to_chars(scientific, scientific + sizeof scientific, positive, std::chars_format::scientific)
            .ptr;
    const char* at = scientific;
    for (; at != end && *at != 'e'; ++at) {
      if (*at != '.') text[count++] = *at;
    }
    if (at != end) ++at;
    if (at != end && *at == '+') ++at;
    std::from_chars(at, end, point);
    ++point;
    while (count > 1 && text[count - 1] == '0') --count;
  }
};

bool is_blank(char c) noexcept {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

double number_of_text(std::string_view text) noexcept {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  if (text.empty()) return 0;
  if (text == "Infinity" || text == "+Infinity") return infinite;
  if (text == "-Infinity") return -infinite;
  if (text.front() == '+') text.remove_prefix(1);
  if (text.empty() || text.find_first_not_of("0123456789.eE+-") != text.npos) return not_a_number;
  double number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ptr != text.data() + text.size() || read.ec == std::errc::invalid_argument) return not_a_number;
  return read.ec == std::errc::result_out_of_range ? parse_json_number(text) : number;
}

}  // namespace

char* write_number(char* to, double number) noexcept {
  if (number > -1e15 && number < 1e15 && number == static_cast<double>(static_cast<long long>(number)))
    return std::to_chars(to, to + max_number_bytes, static_cast<long long>(number)).ptr;
  const auto write = [&to](std::string_view text) { to = std::copy(text.begin(), text.end(), to); };
  const auto write_zeros = [&to](int count) { to = std::fill_n(to, count, '0'); };
  if (const std::string_view special = special_text(number); !special.empty()) {
    write(special);
    return to;
  }
  if (number < 0) *to++ = '-';
  const Digits digits(std::fabs(number));
  const std::string_view all(digits.text, static_cast<std::size_t>(digits.count));
  if (digits.point > 0 && digits.point <= 21) {
    const auto whole = static_cast<std::size_t>(digits.point);
    write(all.substr(0, whole));
    if (whole >= all.size()) {
      write_zeros(digits.point - digits.count);
    } else {
      *to++ = '.';
      write(all.substr(whole));
    }
  } else if (digits.point <= 0 && digits.point > -6) {
    write("0.");
    write_zeros(-digits.point);
    write(all);
  } else {
    *to++ = all[0];
    if (all.size() > 1) {
      *to++ = '.';
      write(all.substr(1));
    }
    write(digits.point > 0 ? "e+" : "e-");
    to = std::to_chars(to, to + 4, std::abs(digits.point - 1)).ptr;
  }
  return to;
}

void append_number(std::string& out, double number) {
  char text[max_number_bytes];
  out.append(text, write_number(text, number));
}

std::string decimal_text(double number) {
  if (const std::string_view special = special_text(number); !special.empty()) return std::string(special);
  char digits[400];
  const auto end = std::to_chars(digits, digits + sizeof digits, number, std::chars_format::fixed).ptr;
  return {digits, end};
}

double parse_json_number(std::string_view text) noexcept {
  double number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc::result_out_of_range) return number;
  // Too large or too near to zero: the exponent says which; without one only many digits can be too large.
  const auto exponent = text.find_first_of("eE");
  const bool is_tiny = exponent != text.npos ? text.substr(exponent + 1).starts_with('-')
                                             : text.starts_with("0.") || text.starts_with("-0.");
  const double size = is_tiny ? 0 : infinite;
  return text.starts_with('-') ? -size : size;
}

double number_of(const Value& value) noexcept {
  switch (value.kind()) {
    case Value::Kind::null: return 0;
    case Value::Kind::boolean:
    case Value::Kind::number: return value.number();
    case Value::Kind::string: return number_of_text(value.text());
    default: return not_a_number;
  }
}

}  // namespace objectos::templates
