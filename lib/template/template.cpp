#include "objectos/template.hpp"

#include <algorithm>

#include "core/utf8.hpp"
#include "template/data.hpp"
#include "template/flatten.hpp"
#include "template/parser.hpp"
#include "template/renderer.hpp"
#include "template/whitespace.hpp"

namespace objectos {
namespace {

// One large output is no reason to make such room ever after.
constexpr std::size_t most_expected = 64 * 1024;

Error with_place(const Error& error, std::string_view name, std::size_t line, std::size_t column) {
  return error.at(std::string(name) + ":" + std::to_string(line) + ":" + std::to_string(column));
}

void check_characters(const templates::Source& source) {
  const std::string_view text = source.text;
  if (const std::size_t valid = utf8::valid_prefix(text); valid < text.size())
    source.fail(valid, Message("template.utf8", "this is not valid UTF-8"));
  if (const auto nul = text.find('\0'); nul != text.npos)
    source.fail(nul, Message("template.nul", "a template holds no NUL character"));
}

}  // namespace

// ---- TemplateError -------------------------------------------------------------------------------------

TemplateError::TemplateError(const Error& error, std::string name, std::size_t line, std::size_t column)
    : Error(with_place(error, name, line, column)), name_(std::move(name)), line_(line), column_(column) {}
TemplateError::TemplateError(const TemplateError&) = default;
TemplateError& TemplateError::operator=(const TemplateError&) = default;
TemplateError::~TemplateError() = default;

TemplateLanguage::~TemplateLanguage() = default;

// ---- Template ------------------------------------------------------------------------------------------

Template::Template(std::shared_ptr<const Code> code) : code_(std::move(code)) {}
Template::Template(const Template&) = default;
Template& Template::operator=(const Template&) = default;
Template::~Template() = default;

Template Template::compile(std::string text, std::string name, TemplateOptions options) {
  auto code = std::make_shared<Code>();
  code->source.name = std::move(name);
  code->source.text = std::move(text);
  check_characters(code->source);
  templates::Body document = templates::Parser(*code).document();
  templates::trim_blanks(document, options.ignore_standalone);
  code->main = templates::flatten(document, *code);
  return Template(std::move(code));
}

std::string Template::render(const TemplateData& data, const TemplateRendering& rendering) const {
  std::string out;
  render_to(out, data, rendering);
  return out;
}

void Template::render_to(std::string& out, const TemplateData& data,
                         const TemplateRendering& rendering) const {
  const auto root = [](const TemplateData* tree) {
    return tree && tree->tree() ? tree->tree()->root : templates::Value();
  };
  const std::size_t begin = out.size();
  const std::size_t expected = std::min(code_->usual_size.load(std::memory_order_relaxed), most_expected);
  templates::Renderer(out, expected, rendering).run(*code_, root(&data), root(rendering.variables));
  code_->usual_size.store(out.size() - begin, std::memory_order_relaxed);
}

std::vector<Template::PartialCall> Template::partials() const {
  std::vector<PartialCall> found;
  const auto is_inline = [this](std::string_view name) {
    return std::any_of(
        code_->inlines.begin(), code_->inlines.end(),
        [name](const templates::InlinePartial& inline_partial) { return inline_partial.name == name; });
  };
  for (const templates::Instruction& instruction : code_->instructions) {
    if (instruction.op != templates::Instruction::Op::partial) continue;
    const templates::PartialCall& call = code_->partials[instruction.extra];
    if (call.name_expression != templates::none || call.block != templates::none || call.is_partial_block ||
        is_inline(call.name))
      continue;
    const auto place = code_->source.place(instruction.offset);
    found.push_back({std::string(call.name), place.line, place.column});
  }
  std::sort(found.begin(), found.end(), [](const PartialCall& a, const PartialCall& b) {
    return std::pair(a.line, a.column) < std::pair(b.line, b.column);
  });
  return found;
}

}  // namespace objectos
