#include "metrics/number.hpp"

#include <charconv>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <limits>

#include "core/ascii.hpp"
#include "objectos/metrics.hpp"

namespace objectos::metrics {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// NaN and infinities have names; empty for other numbers.
std::string_view special_name(double x) {
  if (std::isnan(x)) return "NaN";
  if (std::isinf(x)) return x > 0 ? "+Inf" : "-Inf";
  return {};
}

}  // namespace

void append_number(std::string& out, double x) {
  if (const std::string_view name = special_name(x); !name.empty()) {
    out += name;
    return;
  }
  char digits[32];
  char* end;
  if (x == std::trunc(x) && std::fabs(x) < 1e15 && !(x == 0 && std::signbit(x))) {
    end = std::to_chars(digits, std::end(digits), static_cast<std::int64_t>(x)).ptr;
  } else {
    end = std::to_chars(digits, std::end(digits), x).ptr;
  }
  out.append(digits, end);
}

void append_bound(std::string& out, double bound) {
  if (const std::string_view name = special_name(bound); !name.empty()) {
    out += name;
    return;
  }
  char digits[64];
  char* end = std::to_chars(digits, std::end(digits), bound, std::chars_format::scientific).ptr;
  std::string_view text(digits, static_cast<std::size_t>(end - digits));
  const std::size_t e = text.find('e');
  int exponent = 0;
  const char* sign = digits + e + 1;
  std::from_chars(*sign == '+' ? sign + 1 : sign, end, exponent);
  if (bound == 0 || (exponent >= -4 && exponent < 6)) {
    end = std::to_chars(digits, std::end(digits), bound, std::chars_format::fixed).ptr;
    text = {digits, static_cast<std::size_t>(end - digits)};
    out += text;
    if (text.find('.') == text.npos) out += ".0";
  } else {
    out += text;
  }
}

void append_json_number(std::string& out, double x) {
  if (std::isfinite(x)) {
    append_number(out, x);
  } else {
    out.append("\"").append(special_name(x)).append("\"");
  }
}

std::optional<double> parse_number(std::string_view text) {
  const bool has_sign = !text.empty() && (text[0] == '+' || text[0] == '-');
  const bool negative = has_sign && text[0] == '-';
  const std::string_view rest = text.substr(has_sign ? 1 : 0);
  if (ascii::equal_folded(rest, "nan") && !has_sign) return std::numeric_limits<double>::quiet_NaN();
  if (ascii::equal_folded(rest, "inf") || ascii::equal_folded(rest, "infinity"))
    return negative ? -infinity : infinity;
  if (rest.empty() || !((rest[0] >= '0' && rest[0] <= '9') || rest[0] == '.')) return std::nullopt;
  double x = 0;
  const char* end = rest.data() + rest.size();
  const auto parsed = std::from_chars(rest.data(), end, x);
  if (parsed.ptr != end) return std::nullopt;
  if (parsed.ec == std::errc::result_out_of_range) {  // too large, or too small
    const std::size_t e = rest.find_first_of("eE");
    const bool is_small =
        e != rest.npos ? rest.substr(e + 1).starts_with('-') : rest[0] == '0' || rest[0] == '.';
    x = is_small ? 0 : infinity;
  } else if (parsed.ec != std::errc()) {
    return std::nullopt;
  }
  return negative ? -x : x;
}

void check_increment(double by) {
  if (std::isfinite(by) && by >= 0) return;
  throw Error(Errc::usage, Message("metrics.increment", "a counter can only grow: {{value}} cannot be added",
                                   {{"value", metric_number(by)}}));
}

void check_observation(double value) {
  if (std::isnan(value)) throw Error(Errc::usage, Message("metrics.observe_nan", "NaN cannot be observed"));
}

}  // namespace objectos::metrics

namespace objectos {

std::string metric_number(double x) {
  std::string out;
  metrics::append_number(out, x);
  return out;
}

std::optional<double> parse_metric_number(std::string_view text) {
  return metrics::parse_number(text);
}

}  // namespace objectos
