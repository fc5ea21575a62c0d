// Translation files from anybody: JSON when the first byte is even, else YAML. What is valid JSON is decided beside
// json::check; the tree must hold together and every place lie in the file.
#include <algorithm>

#include "fuzz.hpp"
#include "i18n/translation_file.hpp"
#include "objectos/json.hpp"

using namespace objectos;
using namespace objectos::i18n;

namespace {

void check_span(const TranslationFile& file, Span span) {
  MUST_HOLD(span.begin <= span.end && span.end <= file.text().size());
  const Position begin = file.position(span.begin), end = file.position(span.end);
  MUST_HOLD(begin.line < end.line || (begin.line == end.line && begin.column <= end.column));
}

void check_tree(const TranslationFile& file) {
  const auto& nodes = file.nodes();
  for (std::uint32_t i = 0; i < nodes.size(); ++i) {
    const Node& node = nodes[i];
    MUST_HOLD(node.end > i && node.end <= nodes.size());
    MUST_HOLD(!node.is_scalar() || node.end == i + 1);
    check_span(file, node.span);
    check_span(file, node.key_span);
    if (i == 0) continue;
    MUST_HOLD(node.parent < i && nodes[node.parent].end >= node.end && !nodes[node.parent].is_scalar());
  }
  if (!nodes.empty()) MUST_HOLD(nodes[0].kind == NodeKind::object && nodes[0].end == nodes.size());
}

std::size_t depth_of(std::string_view text) {
  std::size_t depth = 0, deepest = 0;
  for (const char c : text) {
    if (c == '[' || c == '{') deepest = std::max(deepest, ++depth);
    if ((c == ']' || c == '}') && depth > 0) --depth;
  }
  return deepest;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text = as_text(data + 1, size - 1);
  const bool is_yaml = data[0] & 1;
  const auto file = TranslationFile::parse("f", std::string(text), is_yaml ? FileFormat::yaml : FileFormat::json);
  MUST_HOLD(file->text() == text);
  check_tree(*file);
  for (const Fault& fault : file->faults()) {
    check_span(*file, fault.span);
    MUST_HOLD(!fault.message.text().empty());
  }
  if (is_yaml || depth_of(text) > TranslationFile::max_depth || text.starts_with("\xEF\xBB\xBF")) return 0;
  const bool is_valid = succeeds(Errc::data, [&] { json::check(text); });
  const bool is_object = is_valid && json::kind_of(text) == json::Kind::object;
  MUST_HOLD(is_object == !file->is_broken());
  return 0;
}
