// Templates in the language of Handlebars 4.7, without its JavaScript. Start here:
//
//   const auto welcome = objectos::Template::compile("Hello {{user.name}}!", "welcome");
//   const auto data = objectos::TemplateData::parse(R"({"user":{"name":"Ada"}})");
//   std::string text = welcome.render(data, {.escaping = objectos::Escaping::none});
//
// **What there is**: paths (`a.b`, `a/b`, `../a`, `this`, `[any text]`, `@root`, `@index @key @first @last`),
// `{{…}}` escaped and `{{{…}}}`, `{{&…}}` raw, comments, blocks with else chains and block parameters,
// partials (with context and parameters, as blocks, inline, of a name that is worked out), subexpressions,
// hash arguments, literals, raw blocks, `~` and the blanks around tags that stand alone on their line.
//
// **Helpers** of Handlebars: if unless each with lookup log. Ours:
//   upper VALUE, lower VALUE    letters of all scripts that have both, each by itself (ß becomes SS)
//   eq ne lt gt A B             as === and, of numbers and texts, < in JavaScript
//   and or VALUE…, not VALUE    true is what `if` takes for true; `and` and `or` give one of their values
//   default VALUE FALLBACK      FALLBACK where VALUE is absent, null or ""
//   join LIST [SEPARATOR]       the separator is ", " unless given
//   json VALUE                  as JSON.stringify does it
//   urlencode VALUE             %XX for everything but letters, digits and -._~
//   t KEY [NAME=VALUE…], formatNumber VALUE [STYLE], formatCurrency VALUE CURRENCY [STYLE],
//   formatDate VALUE [STYLE] [zone=ZONE]    asked of the TemplateLanguage that the caller gives
// The first seven kinds give conditions: `{{#eq a b}}…{{else}}…{{/eq}}` is `{{#if (eq a b)}}…`.
//
// **What differs from Handlebars**: `each` goes over an object in the order it was written in, also where
// keys are numbers; a helper that does not exist, or that gets a wrong number of arguments, is an error when
// the template is compiled; `log` does nothing; nothing of JavaScript's objects is seen: `constructor` and
// `__proto__` are keys like others, absent unless the data has them; no decorator but `inline`, whose name is
// a literal.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "objectos/api.hpp"
#include "objectos/error.hpp"

namespace objectos {

/// Error(data) with the place in a template; what() is "NAME:LINE:COLUMN: …".
class OBJECTOS_API TemplateError final : public Error {
 public:
  /// `error` without its place.
  TemplateError(const Error& error, std::string name, std::size_t line, std::size_t column);
  TemplateError(const TemplateError&);
  TemplateError& operator=(const TemplateError&);
  ~TemplateError() override;

  const std::string& name() const noexcept { return name_; }  ///< of the template
  std::size_t line() const noexcept { return line_; }         ///< from 1
  std::size_t column() const noexcept { return column_; }     ///< in characters, from 1

 private:
  std::string name_;
  std::size_t line_;
  std::size_t column_;
};

/// What a template is filled with: a JSON value, read once. Immutable, cheap to copy, thread safe.
class OBJECTOS_API TemplateData {
 public:
  /// Nothing: every path is absent.
  TemplateData();
  ~TemplateData();
  TemplateData(const TemplateData&);
  TemplateData& operator=(const TemplateData&);
  /// Numbers are doubles, as in JavaScript. Of a key that stands twice in an object the last value counts.
  /// `name`: for messages. Error(data) with NAME:LINE:COLUMN for anything but one JSON value nested at most
  /// 100 levels deep.
  static TemplateData parse(std::string_view json, std::string_view name = "data");

  struct Tree;
  /// For the library itself; null: nothing.
  const Tree* tree() const noexcept { return tree_.get(); }

 private:
  std::shared_ptr<const Tree> tree_;
};

/// What the helpers t, formatNumber, formatCurrency and formatDate ask, bound to a locale by whoever gives
/// it. An Error that a member throws reaches the caller of render() with the place in the template.
class OBJECTOS_API TemplateLanguage {
 public:
  struct Arg {
    enum class Kind : std::uint8_t { text, number };
    std::string_view name;
    Kind kind;
    std::string_view text;  ///< a number in decimal digits, without exponent
  };
  virtual ~TemplateLanguage();
  /// The text of a key; what is returned goes through the template's escaping.
  virtual std::string translate(std::string_view key, const std::vector<Arg>& args) const = 0;
  /// `number`: decimal digits. `style`: empty, or as the template says.
  virtual std::string format_number(std::string_view number, std::string_view style) const = 0;
  virtual std::string format_currency(std::string_view number, std::string_view currency,
                                      std::string_view style) const = 0;
  /// `date`: RFC 3339, or a day such as 2024-01-15; a number in the data is milliseconds since 1970.
  /// `zone`: empty, or a time zone.
  virtual std::string format_date(std::string_view date, std::string_view style,
                                  std::string_view zone) const = 0;
};

/// What `{{…}}` does: to `& < > " ' ` =` for HTML; for JSON to what cannot stand in a string of it, so that
/// `"text": "{{text}}"` is always one. `{{{…}}}` never does anything.
enum class Escaping : std::uint8_t { html, json, none };

class TemplateSet;

/// How one text is made.
struct TemplateRendering {
  Escaping escaping = Escaping::html;  ///< also of the partials
  bool strict = false;                 ///< what `{{…}}` or `{{#…}}` names must be there, else Error(data)
  bool compat = false;  ///< as Mustache has it: a name that is not here is looked for further out
  const TemplateSet* partials = nullptr;
  const TemplateLanguage* language = nullptr;  ///< without one the helpers that need it are Error(data)
  const TemplateData* variables = nullptr;     ///< an object; its members are `@NAME`
  std::size_t max_output = 16 * 1024 * 1024;   ///< bytes; beyond is Error(data)
  std::uint64_t max_steps = 10'000'000;  ///< tags and pieces of text gone through; beyond is Error(data)
};

struct TemplateOptions {
  bool ignore_standalone = false;  ///< blanks around a tag that stands alone on its line stay
};

/// A compiled template. Immutable, cheap to copy, thread safe.
class OBJECTOS_API Template {
 public:
  /// `name`: for messages. TemplateError for what is wrong in the text itself: syntax, an unknown helper, a
  /// wrong number of arguments, blocks and subexpressions nested deeper than 100 levels, invalid UTF-8.
  static Template compile(std::string text, std::string name, TemplateOptions options = {});
  ~Template();
  Template(const Template&);
  Template& operator=(const Template&);

  /// TemplateError for a partial that is not there, templates that call each other more than 200 deep, what
  /// `rendering` forbids, and what a helper cannot do.
  std::string render(const TemplateData& data, const TemplateRendering& rendering = {}) const;
  /// Appends to `out`; what was appended before an error stays there.
  void render_to(std::string& out, const TemplateData& data, const TemplateRendering& rendering = {}) const;

  struct PartialCall {
    std::string name;
    std::size_t line;
    std::size_t column;
  };
  /// The partials that it calls by name and neither defines inline nor has a block to put in their place.
  std::vector<PartialCall> partials() const;

  struct Code;
  /// For the library itself.
  const Code& code() const noexcept { return *code_; }

 private:
  explicit Template(std::shared_ptr<const Code> code);
  std::shared_ptr<const Code> code_;
};

/// Templates by name, compiled when they are first asked for and kept. What is there by a name can call it as
/// a partial. Thread safe.
class OBJECTOS_API TemplateSet {
 public:
  /// The text of a name, or nothing. Called by whoever asks for a name that has none yet.
  using Source = std::function<std::optional<std::string>(std::string_view name)>;
  /// The template of a name, or nothing.
  using Finder = std::function<std::optional<Template>(std::string_view name)>;

  explicit TemplateSet(Source source = {}, TemplateOptions options = {});
  explicit TemplateSet(Finder finder);
  ~TemplateSet();
  TemplateSet(const TemplateSet&) = delete;
  TemplateSet& operator=(const TemplateSet&) = delete;

  /// Adds or replaces. TemplateError as compile() has it.
  void add(std::string name, std::string text);
  /// Nothing if there is none of that name. TemplateError, and whatever the source throws.
  std::optional<Template> find(std::string_view name) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace objectos
