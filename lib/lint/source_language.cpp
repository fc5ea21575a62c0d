#include "lint/source_language.hpp"

#include <array>

namespace objectos::lint {
namespace {

using Language = SourceLanguage;

constexpr Language script = [] {
  Language language;
  language.has_slash_comments = language.has_regexes = true;
  language.holes = Language::backtick_dollar;
  return language;
}();
constexpr Language script_in_markup = [] {
  Language language = script;
  language.has_markup_comments = true;
  return language;
}();
constexpr Language slashes = [] {
  Language language;
  language.has_slash_comments = true;
  return language;
}();
constexpr Language slashes_and_dollars = [] {
  Language language = slashes;
  language.holes = Language::quoted_dollar;
  return language;
}();
constexpr Language c_sharp = [] {
  Language language = slashes;
  language.has_markup_comments = true;
  language.holes = Language::dollar_prefix;
  return language;
}();
constexpr Language swift = [] {
  Language language = slashes;
  language.holes = Language::backslash;
  return language;
}();
constexpr Language php = [] {
  Language language = slashes_and_dollars;
  language.has_markup_comments = true;
  language.hash = Language::Hash::comment_at_line_start;
  language.joins = '.';
  return language;
}();
constexpr Language python = [] {
  Language language;
  language.hash = Language::Hash::comment;
  language.has_triple_quotes = true;
  language.holes = Language::f_prefix;
  return language;
}();
constexpr Language ruby = [] {
  Language language;
  language.hash = Language::Hash::comment;
  language.is_ruby = true;
  language.holes = Language::quoted_hash;
  return language;
}();
constexpr Language ruby_in_markup = [] {
  Language language = ruby;
  language.hash = Language::Hash::text;
  language.has_markup_comments = true;
  return language;
}();
constexpr Language hashes = [] {
  Language language;
  language.hash = Language::Hash::comment;
  language.holes = Language::quoted_hash;
  return language;
}();
constexpr Language markup = [] {
  Language language;
  language.has_markup_comments = true;
  language.joins = '~';
  return language;
}();

struct Row {
  std::string_view ending;
  const Language* language;
};
constexpr std::array rows = std::to_array<Row>({
    {"js", &script},
    {"jsx", &script},
    {"mjs", &script},
    {"cjs", &script},
    {"ts", &script},
    {"tsx", &script},
    {"mts", &script},
    {"cts", &script},
    {"vue", &script_in_markup},
    {"svelte", &script_in_markup},
    {"astro", &script_in_markup},
    {"mdx", &script_in_markup},
    {"c", &slashes},
    {"cc", &slashes},
    {"cpp", &slashes},
    {"cxx", &slashes},
    {"h", &slashes},
    {"hh", &slashes},
    {"hpp", &slashes},
    {"hxx", &slashes},
    {"m", &slashes},
    {"mm", &slashes},
    {"java", &slashes},
    {"go", &slashes},
    {"rs", &slashes},
    {"scala", &slashes_and_dollars},
    {"kt", &slashes_and_dollars},
    {"kts", &slashes_and_dollars},
    {"groovy", &slashes_and_dollars},
    {"dart", &slashes_and_dollars},
    {"swift", &swift},
    {"cs", &c_sharp},
    {"cshtml", &c_sharp},
    {"razor", &c_sharp},
    {"php", &php},
    {"phtml", &php},
    {"py", &python},
    {"pyi", &python},
    {"rb", &ruby},
    {"rake", &ruby},
    {"jbuilder", &ruby},
    {"gemspec", &ruby},
    {"haml", &ruby_in_markup},
    {"slim", &ruby_in_markup},
    {"erb", &ruby_in_markup},
    {"coffee", &ruby},
    {"ex", &hashes},
    {"exs", &hashes},
    {"sh", &hashes},
    {"pl", &hashes},
    {"html", &markup},
    {"htm", &markup},
    {"hbs", &markup},
    {"handlebars", &markup},
    {"ejs", &script_in_markup},
    {"njk", &markup},
    {"twig", &markup},
    {"jinja", &markup},
    {"j2", &markup},
    {"liquid", &markup},
    {"pug", &script},
    {"jsp", &c_sharp},
    {"heex", &markup},
    {"eex", &markup},
    {"leex", &markup},
});

const Language* find(std::string_view path) noexcept {
  const auto slash = path.rfind('/');
  const std::string_view name = slash == path.npos ? path : path.substr(slash + 1);
  const auto dot = name.rfind('.');
  if (dot == name.npos || dot == 0) return nullptr;
  for (const Row& row : rows)
    if (row.ending == name.substr(dot + 1)) return row.language;
  return nullptr;
}

}  // namespace

SourceLanguage source_language(std::string_view path) noexcept {
  const Language* language = find(path);
  return language ? *language : Language();
}

bool is_source_code(std::string_view path) noexcept {
  return find(path) != nullptr;
}

}  // namespace objectos::lint
