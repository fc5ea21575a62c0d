#include "objectos/text.hpp"

#include <charconv>
#include <limits>

#include "objectos/error.hpp"

namespace objectos {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

struct Unit {
  std::string_view name;
  std::int64_t factor;
};

[[noreturn]] void bad_duration(std::string_view text) {
  throw Error(Errc::usage, Message("text.duration", "\"{{text}}\" is not a duration", {{"text", text}}),
              Message("text.duration_hint",
                      "durations are written 250ms, 30s, 5m, 2h, 7d, 1w, 1h30m, or 90 for 90 seconds"));
}

[[noreturn]] void bad_size(std::string_view text) {
  throw Error(Errc::usage, Message("text.size", "\"{{text}}\" is not a size", {{"text", text}}),
              Message("text.size_hint", "sizes are written 512, 64KiB or 10MB"));
}

[[noreturn]] void bad_rate(std::string_view text) {
  throw Error(Errc::usage, Message("text.rate", "\"{{text}}\" is not a rate", {{"text", text}}),
              Message("text.rate_hint", "rates are written 10/s, 100/m, 5000/h or 1000/d"));
}

/// A decimal with up to nine places, as whole and thousand-millionths.
struct Decimal {
  std::uint64_t whole = 0;
  std::uint64_t nanos = 0;
};

/// Takes digits with an optional fraction off the front of `text`; false if there are none or too many.
bool take_decimal(std::string_view& text, Decimal& out) {
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), out.whole);
  if (parsed.ec != std::errc() || text.empty() || !is_digit(text.front())) return false;
  text.remove_prefix(static_cast<std::size_t>(parsed.ptr - text.data()));
  if (text.empty() || text.front() != '.') return true;
  text.remove_prefix(1);
  if (text.empty() || !is_digit(text.front())) return false;
  std::uint64_t place = 100'000'000;
  while (!text.empty() && is_digit(text.front())) {
    out.nanos += static_cast<std::uint64_t>(text.front() - '0') * place;
    place /= 10;
    text.remove_prefix(1);
  }
  return true;
}

__extension__ using Wide = unsigned __int128;
constexpr std::uint64_t max_int64 = std::numeric_limits<std::int64_t>::max();

/// decimal × factor, rounded down; false if it leaves 63 bits.
bool scale(const Decimal& decimal, std::uint64_t factor, std::uint64_t& out) {
  if (decimal.whole > max_int64 / factor) return false;
  const std::uint64_t fraction =
      static_cast<std::uint64_t>(static_cast<Wide>(decimal.nanos) * factor / 1'000'000'000);
  out = decimal.whole * factor + fraction;
  return out <= max_int64;
}

}  // namespace

Millis parse_duration(std::string_view text) {
  static constexpr Unit units[] = {{"ms", 1},        {"s", 1000},       {"m", 60'000},
                                   {"h", 3'600'000}, {"d", 86'400'000}, {"w", 604'800'000}};
  std::string_view rest = text;
  std::uint64_t total = 0;
  std::int64_t previous = std::numeric_limits<std::int64_t>::max();
  while (!rest.empty()) {
    Decimal number;
    if (!take_decimal(rest, number)) bad_duration(text);
    std::size_t letters = 0;
    while (letters < rest.size() && !is_digit(rest[letters]) && rest[letters] != '.') ++letters;
    std::int64_t factor = 0;
    for (const Unit& unit : units) {
      if (unit.name == rest.substr(0, letters)) factor = unit.factor;
    }
    // A bare number is seconds, but only alone: in "1h30" the 30 could mean anything.
    if (letters == 0 && rest.empty() && previous == std::numeric_limits<std::int64_t>::max()) factor = 1000;
    std::uint64_t ms = 0;
    if (factor == 0 || factor >= previous || !scale(number, static_cast<std::uint64_t>(factor), ms))
      bad_duration(text);
    if (ms > max_int64 - total) bad_duration(text);
    total += ms;
    previous = factor;
    rest.remove_prefix(letters);
  }
  if (text.empty()) bad_duration(text);
  return Millis(static_cast<std::int64_t>(total));
}

std::string format_duration(Millis duration) {
  static constexpr Unit units[] = {{"w", 604'800'000}, {"d", 86'400'000}, {"h", 3'600'000},
                                   {"m", 60'000},      {"s", 1000},       {"ms", 1}};
  std::int64_t rest = duration.count();
  if (rest == 0) return "0s";
  std::string out;
  for (const Unit& unit : units) {
    if (rest < unit.factor) continue;
    out += std::to_string(rest / unit.factor);
    out += unit.name;
    rest %= unit.factor;
  }
  return out;
}

std::string format_seconds(std::int64_t ms) {
  std::string out = std::to_string(ms / 1000);
  if (const std::int64_t rest = ms % 1000) {
    std::string digits = std::to_string(1000 + rest).substr(1);
    while (digits.back() == '0') digits.pop_back();
    out += '.' + digits;
  }
  return out;
}

std::uint64_t parse_size(std::string_view text) {
  static constexpr Unit units[] = {
      {"", 1},           {"B", 1},         {"kB", 1000},         {"KB", 1000},     {"KiB", 1 << 10},
      {"MB", 1000'000},  {"MiB", 1 << 20}, {"GB", 1000'000'000}, {"GiB", 1 << 30}, {"TB", 1000'000'000'000},
      {"TiB", 1LL << 40}};
  std::string_view rest = text;
  Decimal number;
  if (!take_decimal(rest, number)) bad_size(text);
  for (const Unit& unit : units) {
    std::uint64_t bytes = 0;
    if (unit.name == rest && scale(number, static_cast<std::uint64_t>(unit.factor), bytes)) return bytes;
  }
  bad_size(text);
}

std::string format_size(std::uint64_t bytes) {
  static constexpr const char* names[] = {" B", " KiB", " MiB", " GiB", " TiB", " PiB", " EiB"};
  std::size_t power = 0;
  std::uint64_t unit = 1;
  while (power + 1 < std::size(names) && bytes / unit >= 1024) {
    unit *= 1024;
    ++power;
  }
  std::string out = std::to_string(bytes / unit);
  const std::uint64_t tenth = bytes % unit * 10 / unit;
  if (bytes / unit < 10 && tenth > 0) out += '.' + std::to_string(tenth);
  return out + names[power];
}

Rate parse_rate(std::string_view text) {
  static constexpr Unit units[] = {{"s", 1000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}};
  Rate rate{};
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), rate.count);
  const auto rest = text.substr(static_cast<std::size_t>(parsed.ptr - text.data()));
  if (parsed.ec != std::errc() || rate.count <= 0 || rest.size() < 2 || rest.front() != '/') bad_rate(text);
  for (const Unit& unit : units) {
    if (unit.name == rest.substr(1)) {
      rate.period = Millis(unit.factor);
      return rate;
    }
  }
  bad_rate(text);
}

// ---- base64 (RFC 4648, section 4) ------------------------------------------------------------------------

namespace {
constexpr char base64_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

int base64_value(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+') return 62;
  return c == '/' ? 63 : -1;
}
}  // namespace

std::string base64_encode(std::string_view raw) {
  std::string out;
  out.reserve((raw.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < raw.size(); i += 3) {
    std::uint32_t bits = 0;
    for (std::size_t j = 0; j < 3; ++j)
      bits = bits << 8 | (i + j < raw.size() ? static_cast<unsigned char>(raw[i + j]) : 0u);
    for (std::size_t j = 0; j < 4; ++j)
      out += i + j <= raw.size() ? base64_digits[bits >> (18 - 6 * j) & 63] : '=';
  }
  return out;
}

std::optional<std::string> base64_decode(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::string out;
  out.reserve(text.size() / 4 * 3);
  for (std::size_t i = 0; i < text.size(); i += 4) {
    const bool last = i + 4 == text.size();
    const std::size_t padding = !last || text[i + 3] != '=' ? 0 : text[i + 2] == '=' ? 2 : 1;
    std::uint32_t bits = 0;
    for (std::size_t j = 0; j < 4; ++j) {
      const int value = j >= 4 - padding ? 0 : base64_value(text[i + j]);
      if (value < 0) return std::nullopt;
      bits = bits << 6 | static_cast<std::uint32_t>(value);
    }
    if ((padding == 1 && bits & 0xFF) || (padding == 2 && bits & 0xFFFF)) return std::nullopt;  // stray bits
    for (std::size_t j = 0; j < 3 - padding; ++j) out += static_cast<char>(bits >> (16 - 8 * j) & 0xFF);
  }
  return out;
}

}  // namespace objectos
