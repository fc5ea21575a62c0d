// The one exception of the library, and the translatable sentence it carries.
#pragma once

#include <cstdint>
#include <exception>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "objectos/api.hpp"

namespace objectos {

/// What kind of failure it is. The values are the exit statuses of the command line.
/// Absence is never an error: it is an empty optional or `false`.
enum class Errc : int {
  usage = 2,        ///< the caller's words are wrong: bad key, bad option, bad configuration
  data = 3,         ///< input or stored data is invalid
  unavailable = 4,  ///< backend, module, time-out, full or read-only disk: trying again may help
  denied = 5,       ///< permission, or a file or directory that must not be trusted
  partial = 6,      ///< some items failed
  internal = 70,    ///< a bug in objectos
};

/// The field's name of `code` as JSON output spells it: "usage", "data", …
OBJECTOS_API std::string_view errc_name(Errc code) noexcept;

/// One sentence for a person: an id that translations know it by, its English text, and the values of the
/// `{{name}}` holes in it. `id` and `english` must be string literals (they are not copied); an empty id is
/// that of a text which is the same in every language.
class OBJECTOS_API Message {
 public:
  struct Arg {
    std::string_view name;
    std::string value;
    std::string_view
        id{};  ///< of the message that the value is the English text of; empty: it is the same everywhere
    Arg(std::string_view n, std::string v) : name(n), value(std::move(v)) {}
    Arg(std::string_view n, std::string_view v) : name(n), value(v) {}
    Arg(std::string_view n, const char* v) : name(n), value(v) {}
    /// Words that are translated on their own; they have no holes.
    Arg(std::string_view n, const Message& words) : name(n), value(words.english_), id(words.id_) {}
    template <class Number, class = std::enable_if_t<std::is_arithmetic_v<Number>>>
    Arg(std::string_view n, Number v) : name(n), value(std::to_string(v)) {}
  };

  Message() = default;
  Message(const char* id, const char* english, std::vector<Arg> args = {})
      : id_(id), english_(english), args_(std::move(args)) {}

  bool empty() const noexcept { return english_.empty(); }
  std::string_view id() const noexcept { return id_; }
  /// The English sentence.
  std::string text() const { return fill(english_); }
  /// The sentence in another language: `pattern` with these values, or this message's, in its holes. A hole
  /// without a value stays as it is.
  static std::string fill(std::string_view pattern, const std::vector<Arg>& args);
  std::string fill(std::string_view pattern) const { return fill(pattern, args_); }
  const std::vector<Arg>& args() const noexcept { return args_; }

 private:
  std::string_view id_;
  std::string_view english_;
  std::vector<Arg> args_;
};

/// Thrown by everything in the library that fails. Holds no secret: what is redacted in logs never gets here.
class OBJECTOS_API Error : public std::exception {
 public:
  /// `what`: the operation and the place, a colon, the reason. `hint`: at most one line on what to do.
  explicit Error(Errc code, Message what, Message hint = {});
  Error(const Error&);
  Error& operator=(const Error&);
  ~Error() override;

  /// The same error with the place it happened at in front: "PLACE: what". Places add up, outermost first.
  Error at(std::string_view place) const;
  /// The same error as another kind: a fault in data is one of usage where the data is configuration.
  Error as(Errc code) const;
  /// The same error with another hint.
  Error with_hint(Message hint) const;

  Errc code() const noexcept { return code_; }
  /// In English, with its place; `message()` and `hint()` can be translated.
  const char* what() const noexcept override { return text_.c_str(); }
  const Message& message() const noexcept { return message_; }
  const Message& hint() const noexcept { return hint_; }
  /// "", or what at() was told, with ": " behind it.
  const std::string& place() const noexcept { return place_; }

 private:
  Errc code_;
  std::string place_;
  Message message_;
  Message hint_;
  std::string text_;
};

}  // namespace objectos
