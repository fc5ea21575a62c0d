// Edits of translation files from anybody: JSON when the first byte is even, else YAML. The next bytes choose
// what changes. JSON is valid afterwards, with as many values as must be there; of YAML an edit of one text
// is. In order the keys stay in order.
#include <string>

#include "fuzz.hpp"
#include "lint/file_editor.hpp"
#include "lint/key_order.hpp"

using namespace objectos;
using namespace objectos::i18n;
using namespace objectos::lint;

namespace {

std::uint32_t size_of(const TranslationFile& file, std::uint32_t node) { return file.nodes()[node].end - node; }

void edit_text(const TranslationFile& file, std::uint32_t node, std::string_view text) {
  FileEditor editor(file);
  editor.set_text(node, text);
  const auto changed = TranslationFile::parse("f", editor.text(), file.format());
  // An anchor of what was there may be used behind it, a tag may say something else. In braces and behind `?` YAML
  // allows keys that an edit does not know how to write; `fix` reads what it has made and leaves such edits out.
  if (file.format() == FileFormat::yaml && file.text().find_first_of("&*!%{[?") != std::string_view::npos) return;
  MUST_HOLD(!changed->is_broken());
  MUST_HOLD(changed->nodes().size() == file.nodes().size());
  MUST_HOLD(changed->nodes()[node].kind == NodeKind::string && changed->nodes()[node].text == text);
}

void change_members(const TranslationFile& file, std::uint32_t removed, std::uint32_t object, std::uint32_t after) {
  FileEditor editor(file);
  editor.insert(object, after, {"new", false, NewMember::Kind::text, "text", {}});
  const bool removes = removed != 0 && file.nodes()[file.nodes()[removed].parent].kind == NodeKind::object;
  if (removes) editor.remove(removed);
  const std::string text = editor.text();
  if (file.format() == FileFormat::yaml) return;
  const auto changed = TranslationFile::parse("f", text, file.format());
  MUST_HOLD(!changed->is_broken());
  const bool is_gone = removes && object >= removed && object < file.nodes()[removed].end;
  MUST_HOLD(changed->nodes().size() == file.nodes().size() - (removes ? size_of(file, removed) : 0) + (is_gone ? 0 : 1));
}

void sort_keys(const TranslationFile& file) {
  const auto once = with_sorted_keys(file);
  if (!once) {
    MUST_HOLD(file.format() == FileFormat::yaml);
    return;
  }
  const auto sorted = TranslationFile::parse("f", *once, file.format());
  MUST_HOLD(!sorted->is_broken() && sorted->nodes().size() == file.nodes().size());
  MUST_HOLD(file.format() == FileFormat::yaml || with_sorted_keys(*sorted) == *once);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 4) return 0;
  const FileFormat format = data[0] & 1 ? FileFormat::yaml : FileFormat::json;
  const auto file = TranslationFile::parse("f", std::string(as_text(data + 4, size - 4)), format);
  if (file->is_broken() || file->nodes().empty()) return 0;
  sort_keys(*file);
  const auto node = static_cast<std::uint32_t>(data[1] % file->nodes().size());
  const auto object = static_cast<std::uint32_t>(data[2] % file->nodes().size());
  static constexpr std::string_view texts[] = {"", " a ", "no", "3", "a: b #c", "'\"\\\n", "\xC3\xA9\xF0\x9F\x98\x80", "- x", "{a}"};
  const Node& here = file->nodes()[node];
  if (here.is_copied || file->nodes()[object].is_copied) return 0;
  if (here.is_scalar()) edit_text(*file, node, texts[data[3] % std::size(texts)]);
  if (file->nodes()[object].kind == NodeKind::object) change_members(*file, node, object, node);
  return 0;
}
