#include "lint/file_pair.hpp"

#include <algorithm>

namespace objectos::lint {
namespace {

i18n::Span key_span(const Node& node) {
  return node.key_span.end > node.key_span.begin ? node.key_span : node.span;
}

}  // namespace

Where at_key(const Outline& outline, std::uint32_t node) {
  const Node& here = outline.node(node);
  // The root has no key: it begins with the file.
  if (node == 0) return {&outline.file(), {here.span.begin, std::min(here.span.begin + 1, here.span.end)}};
  return {&outline.file(), key_span(here)};
}

Where at_value(const Outline& outline, std::uint32_t node) {
  const Node& here = outline.node(node);
  return {&outline.file(), here.span.end > here.span.begin ? here.span : key_span(here)};
}

void FilePair::untranslated(const std::string& key, const Where& where, const Where& from) const {
  coverage.empty += 1;
  tell_untranslated(key, where, from);
}

void FilePair::tell_untranslated(const std::string& key, const Where& where, const Where& from) const {
  if (context.options.empty == EmptyMode::off) return;
  if (context.options.empty == EmptyMode::as_missing) {
    if (!facts.inherits)
      findings.add(Rule::missing_key, key, where,
                   Message("check.empty_missing", "\"{{key}}\" is not translated", {{"key", key}}), from);
    return;
  }
  findings.add(Rule::empty_value, key, where, Message("check.empty", "the text is empty"), from);
}

void FilePair::yaml_type(const Node& node, const std::string& key, const Where& where,
                         const Where& from) const {
  const Message what = node.kind == NodeKind::null      ? Message{"", "null"}
                       : node.kind == NodeKind::boolean ? Message("check.kind.boolean", "a boolean")
                                                        : Message("check.kind.number", "a number");
  findings.add(Rule::yaml_type, key, where,
               Message("check.yaml_type", "YAML reads {{text}} as {{kind}}: put it in quotes",
                       {{"text", node.text}, {"kind", what}}),
               from);
}

bool is_untranslated(std::string_view text) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text.empty() || text == "…" || text == "...";
}

}  // namespace objectos::lint
