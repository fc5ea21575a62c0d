// What goes into texts: numbers, instants, lists, and how they are to look.
#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "objectos/api.hpp"
#include "objectos/text.hpp"

namespace objectos {

/// A number in decimal digits, of any size, exactly as it is written: 1.10 keeps its zero.
class OBJECTOS_API Number {
 public:
  template <std::integral Integer>
  Number(Integer number) : text_(std::to_string(number)) {}
  /// The shortest digits that read back as `number`, rounded to three decimals. Error(usage) for NaN and
  /// infinity.
  Number(double number);
  /// Digits, perhaps with a sign in front, perhaps with a point and more digits behind. Error(usage) for
  /// anything else, and for more than 400 bytes.
  static Number parse(std::string_view text);

  const std::string& text() const noexcept { return text_; }

 private:
  Number() = default;
  std::string text_;
};

/// A moment, or a day of the calendar, which is the same day in every time zone.
class OBJECTOS_API Instant {
 public:
  Instant(std::chrono::sys_time<Millis> moment) : moment_(moment) {}
  Instant(std::chrono::sys_days day) : moment_(day), is_day_(true) {}
  /// RFC 3339, or a date such as 2024-01-15. Error(usage) for anything else.
  static Instant parse(std::string_view text);

  std::chrono::sys_time<Millis> moment() const noexcept { return moment_; }
  bool is_day() const noexcept { return is_day_; }

 private:
  std::chrono::sys_time<Millis> moment_;
  bool is_day_ = false;
};

/// How much is said. `standard` is what the language has for the purpose: of dates and times `medium`.
/// Numbers and amounts of money: short and long are compact (1.2K, 1.2 thousand). Money: full names the
/// currency (3.00 US dollars). Relative times and lists: short is abbreviated.
enum class FormatStyle : std::uint8_t { standard, short_, medium, long_, full };
/// "short", "medium", "long", "full"; Error(usage) for anything else.
OBJECTOS_API FormatStyle parse_format_style(std::string_view text);

struct FormatOptions {
  std::string_view locale;  ///< empty: the service's
  FormatStyle style = FormatStyle::standard;
  std::string_view time_zone;  ///< IANA: "Europe/Berlin"; empty: the system's
};

/// An argument of a text: a name and a value. Holds views: what it was made of must outlive the call it is
/// for.
class TextArg {
 public:
  enum class Kind : std::uint8_t { text, integer, natural, real, instant, list };

  TextArg(std::string_view name, std::string_view text) noexcept
      : name_(name), kind_(Kind::text), text_(text) {}
  TextArg(std::string_view name, const std::string& text) noexcept : TextArg(name, std::string_view(text)) {}
  TextArg(std::string_view name, const char* text) noexcept : TextArg(name, std::string_view(text)) {}
  template <std::integral Integer>
  requires(!std::same_as<Integer, bool> && !std::same_as<Integer, char> && sizeof(Integer) <= 8)
      TextArg(std::string_view name, Integer number)
  noexcept
      : name_(name),
        kind_(std::unsigned_integral<Integer> ? Kind::natural : Kind::integer),
        integer_(static_cast<std::int64_t>(number)) {}
  TextArg(std::string_view name, double number) noexcept : name_(name), kind_(Kind::real), real_(number) {}
  TextArg(std::string_view name, std::chrono::sys_time<Millis> moment) noexcept
      : name_(name), kind_(Kind::instant), integer_(moment.time_since_epoch().count()) {}
  TextArg(std::string_view name, std::span<const std::string> items) noexcept
      : name_(name), kind_(Kind::list), list_(items) {}

  std::string_view name() const noexcept { return name_; }
  Kind kind() const noexcept { return kind_; }
  std::string_view text() const noexcept { return text_; }
  std::int64_t integer() const noexcept { return integer_; }
  std::uint64_t natural() const noexcept { return static_cast<std::uint64_t>(integer_); }
  double real() const noexcept { return real_; }
  std::chrono::sys_time<Millis> instant() const noexcept {
    return std::chrono::sys_time<Millis>(Millis(integer_));
  }
  std::span<const std::string> list() const noexcept { return list_; }

 private:
  std::string_view name_;
  Kind kind_;
  union {
    std::string_view text_;
    std::int64_t integer_;
    double real_;
    std::span<const std::string> list_;
  };
};

/// Arguments as they are handed in; lasts no longer than what it was made of. A name that is there twice is
/// what comes first.
class TextArgs {
 public:
  TextArgs() = default;
  TextArgs(std::initializer_list<TextArg> args) : args_(args.begin(), args.size()) {}
  TextArgs(std::span<const TextArg> args) : args_(args) {}
  TextArgs(const std::vector<TextArg>& args) : args_(args) {}
  auto begin() const noexcept { return args_.begin(); }
  auto end() const noexcept { return args_.end(); }
  bool empty() const noexcept { return args_.empty(); }
  const TextArg* find(std::string_view name) const noexcept {
    for (const TextArg& arg : args_) {
      if (arg.name() == name) return &arg;
    }
    return nullptr;
  }

 private:
  std::span<const TextArg> args_;
};

}  // namespace objectos
