// One text by itself: markup that runs code, its length, what the project forbids.
#include <algorithm>

#include "core/ascii.hpp"
#include "core/utf8.hpp"
#include "lint/compare.hpp"
#include "objectos/text.hpp"

namespace objectos::lint {
namespace {

bool has_unsafe_markup(std::string_view text) {
  const std::string low = ascii::lower(text);
  for (const char* mark :
       {"<script", "<iframe", "<object", "<embed", "javascript:", "vbscript:", "data:text/html"})
    if (low.find(mark) != low.npos) return true;
  // An event's attribute inside a tag: <img onerror=…>
  for (std::size_t at = low.find('<'); at != low.npos; at = low.find('<', at + 1)) {
    const std::size_t bracket = low.find('>', at);
    const std::size_t end = std::min(bracket, low.size());
    for (std::size_t on = low.find(" on", at); on < end; on = low.find(" on", on + 1)) {
      std::size_t after = on + 3;
      while (after < end && low[after] >= 'a' && low[after] <= 'z') ++after;
      while (after < end && low[after] == ' ') ++after;
      if (after > on + 3 && after < end && low[after] == '=') return true;
    }
    if (bracket == low.npos) break;  // what follows has been looked at
  }
  return false;
}

}  // namespace

void check_text_alone(const CheckContext& context, std::string_view text, std::string_view key, Where where,
                      Findings& findings) {
  if (findings.wants(Rule::unsafe_html) && has_unsafe_markup(text))
    findings.add(Rule::unsafe_html, std::string(key), where,
                 Message("check.unsafe", "the markup can run code"));
  if (findings.wants(Rule::max_length)) {
    for (const auto& [pattern, most] : context.options.max_lengths) {
      if (!Glob(pattern).matches(key) || utf8::count_characters(text) <= most) continue;
      findings.add(Rule::max_length, std::string(key), where,
                   Message("check.long", "{{count}} characters, {{most}} are allowed",
                           {{"count", utf8::count_characters(text)}, {"most", most}}));
    }
  }
  if (findings.wants(Rule::forbidden_text)) {
    for (const std::string& pattern : context.options.forbidden_texts) {
      if (Glob("*" + pattern + "*").matches(text))
        findings.add(Rule::forbidden_text, std::string(key), where,
                     Message("check.forbidden", "\"{{text}}\" is forbidden", {{"text", pattern}}));
    }
  }
}

}  // namespace objectos::lint
