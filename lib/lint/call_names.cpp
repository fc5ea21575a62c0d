#include "lint/call_names.hpp"

#include <algorithm>

#include "objectos/error.hpp"
#include "objectos/i18n_usage.hpp"

namespace objectos {
namespace {

// i18next, vue-i18n, svelte-i18n, next-intl, Rails, python-i18n, Laravel, i18n-node, rust-i18n. `_` is not
// among them: it is gettext's and lodash's, too.
constexpr std::string_view usual_calls[] = {
    "t",     "$t",           "tc",    "$tc",      "translate", "$translate", "__",
    "trans", "trans_choice", "@lang", "i18nKey=", "keypath=",  "data-i18n="};

}  // namespace

std::span<const std::string_view> default_translation_calls() noexcept {
  return usual_calls;
}

namespace lint {
namespace {

[[noreturn]] void fail(const std::string& name) {
  throw Error(Errc::usage, Message("usage.call", "\"{{name}}\" cannot be called in code", {{"name", name}}),
              Message("usage.call_hint", "names are like t, i18n.t, Lang::get, i18nKey="));
}

/// The parts of `a.b`, `a::b`, `a->b`; of an attribute there is one.
std::vector<std::string> parts_of(const std::string& name, bool is_attribute) {
  std::vector<std::string> parts(1);
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (CallNames::is_word(name[i]) || (is_attribute && name[i] == '-')) {
      parts.back() += name[i];
    } else if (!is_attribute &&
               (name[i] == '.' || name.compare(i, 2, "::") == 0 || name.compare(i, 2, "->") == 0)) {
      if (name[i] != '.') ++i;
      parts.emplace_back();
    } else {
      fail(name);
    }
  }
  for (const std::string& part : parts)
    if (part.empty() || part.size() > 60) fail(name);
  return parts;
}

/// Steps back over `.`, `?.`, `!.`, `::`, `->`. False if none of them ends at `at`.
bool step_over_separator(std::string_view text, std::size_t& at) {
  if (at >= 1 && text[at - 1] == '.') {
    --at;
    if (at >= 1 && (text[at - 1] == '?' || text[at - 1] == '!')) --at;
    return true;
  }
  if (at < 2) return false;
  const std::string_view two = text.substr(at - 2, 2);
  if (two != "::" && two != "->") return false;
  at -= 2;
  return true;
}

}  // namespace

bool CallNames::is_word(char c) noexcept {
  const auto byte = static_cast<unsigned char>(c);
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
         c == '_' || c == '$' || c == '@' || byte >= 0x80;
}

CallNames::CallNames(const std::vector<std::string>& names) {
  const auto add = [this](std::string name) {
    const bool is_attribute = name.ends_with('=');
    if (is_attribute) name.pop_back();
    Parts parts = parts_of(name, is_attribute);
    const std::string& last = parts.back();
    ends_.push_back(last.substr(last.rfind('-') + 1));
    if (ends_.back().empty()) fail(name);
    is_end_length_[ends_.back().size()] = true;
    (is_attribute ? attributes_ : functions_).push_back(std::move(parts));
  };
  for (const std::string& name : names) add(name);
  if (names.empty())
    for (const std::string_view name : usual_calls) add(std::string(name));
}

bool CallNames::is_end(std::string_view word) const noexcept {
  return std::find(ends_.begin(), ends_.end(), word) != ends_.end();
}

bool CallNames::is_any(const std::vector<Parts>& names, bool is_attribute, std::string_view text,
                       std::size_t end) noexcept {
  for (const Parts& parts : names) {
    std::size_t at = end;
    bool matches = true;
    for (auto part = parts.rbegin(); matches && part != parts.rend(); ++part) {
      if (part != parts.rbegin()) matches = step_over_separator(text, at);
      matches = matches && text.substr(0, at).ends_with(*part);
      if (matches) at -= part->size();
      matches = matches && (at == 0 || !(is_word(text[at - 1]) || (is_attribute && text[at - 1] == '-')));
    }
    if (matches) return true;
  }
  return false;
}

}  // namespace lint
}  // namespace objectos
