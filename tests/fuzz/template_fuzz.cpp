// Any text as a template, over data: it compiles or says why, runs to an end, and blanks are all that
// `ignore_standalone` changes. The first line is the data where it is JSON.
#include <algorithm>
#include <string>

#include "fuzz.hpp"
#include "objectos/json.hpp"
#include "objectos/template.hpp"
#include "objectos/text.hpp"

using namespace objectos;

namespace {

constexpr std::string_view usual_data =
    R"({"a":"<b>","b":{"c":[1,2.5,{"d":null}],"a":{"a":"x"}},"list":["x","y",{"a":1}],"yes":true,"no":false,"s":"é😀","n":-0.0})";

std::string without_blanks(std::string_view text) {
  std::string out;
  std::copy_if(text.begin(), text.end(), std::back_inserter(out),
               [](char c) { return c != ' ' && c != '\n' && c != '\t' && c != '\r'; });
  return out;
}

/// The text, or nothing for an error.
std::string outcome(const Template& text, const TemplateData& data, const TemplateRendering& rendering) {
  std::string out;
  succeeds(Errc::data, [&] { out = text.render(data, rendering); });
  MUST_HOLD(out.size() <= rendering.max_output + 100'000);
  return out;
}

/// A value in quotes of a JSON template is that value, whatever it is.
void check_json_escaping(std::string_view value) {
  if (!is_utf8(value)) return;
  static const Template quotes = Template::compile("\"{{this}}\"", "quotes");
  const std::string json = json::quoted(value);
  MUST_HOLD(quotes.render(TemplateData::parse(json), {.escaping = Escaping::json}) == json);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* input, std::size_t size) {
  const std::string_view all = as_text(input, size);
  check_json_escaping(all);
  const auto line = all.find('\n');
  TemplateData data = TemplateData::parse(usual_data);
  std::string text(all);
  if (line != all.npos && succeeds(Errc::data, [&] { data = TemplateData::parse(all.substr(0, line)); }))
    text = all.substr(line + 1);

  TemplateSet partials;
  succeeds(Errc::data, [&] { partials.add("a", text); });
  partials.add("p", "[{{#if @partial-block}}{{> @partial-block}}{{/if}}{{a}}]\n");
  succeeds(Errc::data, [&] {
    const Template compiled = Template::compile(text, "fuzz");
    for (const Template::PartialCall& call : compiled.partials()) MUST_HOLD(call.line > 0 && call.column > 0);
    TemplateRendering rendering{.partials = &partials, .max_output = 100'000, .max_steps = 20'000};
    const std::string html = outcome(compiled, data, rendering);
    MUST_HOLD(outcome(compiled, data, rendering) == html);
    rendering.strict = true;
    const std::string strict = outcome(compiled, data, rendering);
    MUST_HOLD(strict.empty() || strict == html);
    rendering.strict = false;
    rendering.compat = true;
    rendering.escaping = Escaping::none;
    outcome(compiled, data, rendering);
    const Template kept = Template::compile(text, "fuzz", {.ignore_standalone = true});
    // Without calls what differs is blanks.
    if (text.find('(') == text.npos && text.find('>') == text.npos) {
      rendering.compat = false;
      rendering.max_steps = 10'000'000;
      MUST_HOLD(without_blanks(outcome(kept, data, rendering)) ==
                without_blanks(outcome(compiled, data, rendering)));
    }
  });
  return 0;
}
