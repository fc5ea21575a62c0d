// A directory of message templates: which file is taken, what comes of it, what is wrong in it.
#include "objectos/message_templates.hpp"

#include <filesystem>
#include <fstream>
#include <string>

#include "catch.hpp"
#include "scratch.hpp"
#include "thrown.hpp"

using namespace objectos;

namespace {

/// A directory with files, removed at the end.
class Directory {
 public:
  Directory& file(const std::string& name, const std::string& text) {
    const std::filesystem::path path = root_ / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
    return *this;
  }
  std::string path() const { return root_.string(); }

 private:
  Scratch scratch_;
  std::filesystem::path root_{std::filesystem::path(scratch_.path()) / "templates"};
};

/// "PART/LOCALE=TEXT;…"
std::string rendered(const MessageTemplates& templates, std::string_view name, std::string_view locale,
                     std::string_view json = "{}", MessageTemplates::Rendering rendering = {}) {
  std::string out;
  for (const RenderedPart& part : templates.render(name, locale, TemplateData::parse(json), rendering)) {
    out.append(message_part_name(part.part))
        .append("/")
        .append(part.locale)
        .append("=")
        .append(part.text)
        .append(";");
  }
  return out;
}

/// "FILE:LINE:COLUMN: MESSAGE\n…", files without the directory.
std::string found(const Directory& directory, std::string_view name = {}) {
  std::string out;
  for (const TemplateFinding& finding : MessageTemplates(directory.path()).check(name)) {
    out += finding.file.substr(directory.path().size() + 1) + ":" + std::to_string(finding.line) + ":" +
           std::to_string(finding.column) + ": " + finding.message.text() + "\n";
  }
  return out;
}

}  // namespace

TEST_CASE("message templates: the parts that there are, of each the nearest locale") {
  Directory directory;
  directory.file("hi.subject.hbs", "none").file("hi.en.subject.hbs", "en").file("hi.zh.subject.hbs", "zh");
  directory.file("hi.zh-Hans.subject.hbs", "hans")
      .file("hi.text.hbs", "text")
      .file("hi.de_AT.text.hbs", "at");
  const MessageTemplates templates(directory.path());
  CHECK(rendered(templates, "hi", "zh-Hans-CN") == "subject/zh-Hans=hans;text/=text;");
  CHECK(rendered(templates, "hi", "zh-TW") == "subject/zh=zh;text/=text;");
  CHECK(rendered(templates, "hi", "de-at") == "subject/en=en;text/de_AT=at;");
  CHECK(rendered(MessageTemplates(directory.path(), ""), "hi", "fr") == "subject/=none;text/=text;");
  CHECK(rendered(templates, "hi", "zh", "{}", {.only = MessagePart::subject}) == "subject/zh=zh;");
  CHECK(thrown([&] { rendered(templates, "hi", "zh", "{}", {.only = MessagePart::sms}); }) ==
        "usage: the template hi has no such part in zh");
  CHECK(thrown_code([&] { rendered(templates, "hi", "no locale"); }) == "usage");
}

TEST_CASE("message templates: escaping, the last line break, JSON") {
  Directory directory;
  for (const char* part : {"subject", "text", "html", "sms"})
    directory.file(std::string("m.") + part + ".hbs", "{{v}}\r\n");
  directory.file("m.json.hbs", R"({"text":"{{v}}","n":{{n}},"all":{{{json this}}} })");
  const MessageTemplates templates(directory.path());
  CHECK(rendered(templates, "m", "en", R"({"v":"<\">","n":1})") ==
        "subject/=<\">;text/=<\">\r\n;html/=&lt;&quot;&gt;\r\n;sms/=<\">;"
        "json/={\"text\":\"<\\\">\",\"n\":1,\"all\":{\"v\":\"<\\\">\",\"n\":1} };");
  const std::string no_json = thrown([&] { rendered(templates, "m", "en", R"({"v":"x"})"); });
  CHECK(no_json ==
        "data: " + directory.path() +
            "/m.json.hbs: what comes of this template is no JSON: JSON:1:17: a JSON value is expected");
}

TEST_CASE("message templates: a subject is one line") {
  Directory directory;
  directory.file("m.subject.hbs", "Hi {{name}}\n").file("two.subject.hbs", "a\nb\n");
  const MessageTemplates templates(directory.path());
  const std::string message = ": what comes of this subject is more than one line, or has a NUL in it";
  for (const char* name : {R"("a\r\nBcc: b")", R"("a\n")", R"("a\rb")", R"("a\u0000b")"}) {
    CHECK(thrown([&] { rendered(templates, "m", "en", "{\"name\":" + std::string(name) + "}"); }) ==
          "data: " + directory.path() + "/m.subject.hbs" + message);
  }
  CHECK(thrown([&] { rendered(templates, "two", "en"); }) ==
        "data: " + directory.path() + "/two.subject.hbs" + message);
  CHECK(rendered(templates, "m", "en", R"({"name":"a\tb"})") == "subject/=Hi a\tb;");
}

TEST_CASE("message templates: partials by the message's locale") {
  Directory directory;
  directory.file("m.text.hbs", "{{> foot}}{{> a/b x=1}}").file("m.html.hbs", "{{> foot}}");
  directory.file("partials/foot.hbs", "[{{s}}]")
      .file("partials/foot.de.hbs", "<{{s}}>")
      .file("partials/a/b.hbs", "{{x}}");
  const MessageTemplates templates(directory.path());
  CHECK(rendered(templates, "m", "de-AT", R"({"s":"&"})") == "text/=<&>1;html/=<&amp;>;");
  CHECK(rendered(templates, "m", "fr", R"({"s":"&"})") == "text/=[&]1;html/=[&amp;];");
  directory.file("out.text.hbs", "{{> ../../etc/passwd}}");
  CHECK(thrown([&] { rendered(MessageTemplates(directory.path()), "out", "en"); }) ==
        "data: " + directory.path() + "/out.text.hbs:1:1: The partial ../../etc/passwd could not be found");
}

TEST_CASE("message templates: names do not leave the directory") {
  Directory directory;
  directory.file("m.text.hbs", "x").file("../secret.text.hbs", "secret");
  const MessageTemplates templates(directory.path());
  for (const char* name : {"../secret", "../templates/m", "", ".", "/etc/passwd", "m.text", "m\n"}) {
    CHECK(thrown_code([&] { rendered(templates, name, "en"); }) == "usage");
  }
}

TEST_CASE("message templates: a list") {
  Directory directory;
  directory.file("b.text.hbs", "")
      .file("a.de.html.hbs", "")
      .file("a.de.subject.hbs", "")
      .file("a.text.hbs", "");
  directory.file("README.md", "")
      .file("x.unknown.hbs", "")
      .file("n.not a locale.text.hbs", "")
      .file(".h.text.hbs", "");
  directory.file("partials/p.text.hbs", "");
  std::string out;
  for (const MessageTemplate& one : MessageTemplates(directory.path()).list()) {
    out += one.name + ":";
    for (const MessageVariant& variant : one.variants) {
      out += " " + variant.locale + "(";
      for (const MessagePart part : variant.parts) out += std::string(message_part_name(part)) + ",";
      out += ")";
    }
    out += "\n";
  }
  CHECK(out == "a: (text,) de(subject,html,)\nb: (text,)\n");
  CHECK(MessageTemplates("/nonexistent/directory").list().empty());
  CHECK(thrown([] { rendered(MessageTemplates("/nonexistent/directory"), "a", "en"); }) ==
        "usage: there is no template a in /nonexistent/directory");
}

TEST_CASE("message templates: check finds what is wrong, with its place") {
  Directory directory;
  directory.file("m.de.text.hbs", "{{> foot}}\n {{> gone}}").file("m.de.html.hbs", "ä{{uper x}}");
  directory.file("m.fr.text.hbs", "{{#if x}}").file("m.de-AT.text.hbs", "x").file("m.subject.hbs", "x");
  directory.file("partials/foot.hbs", "{{> foot2}}").file("partials/unused.hbs", "{{");
  directory.file("fine.text.hbs", "{{> (lookup . \"x\")}}{{#> gone}}{{/gone}}");
  CHECK(found(directory, "m") ==
        "m.de.html.hbs:1:4: there is no helper uper\n"
        "m.de.text.hbs:2:2: there is no partial gone\n"
        "m.fr.text.hbs:1:1: there is no part html in fr, which other languages have\n"
        "m.fr.text.hbs:1:1: this block is not closed by {{/if}}\n"
        "partials/foot.hbs:1:1: there is no partial foot2\n");
  CHECK(found(directory) ==
        found(directory, "m") + "partials/unused.hbs:1:3: a name is expected, not the end of the template\n");
  CHECK(found(directory, "fine").empty());
  CHECK(thrown([&] { found(directory, "mm"); }) == "usage: there is no template mm in " + directory.path());
}

TEST_CASE("message templates: partials that call each other are checked once") {
  Directory directory;
  directory.file("m.text.hbs", "{{> a}}").file("partials/a.hbs", "{{> b}}").file("partials/b.hbs", "{{> a}}");
  CHECK(found(directory).empty());
}

TEST_CASE("message templates: translations come from the i18n service") {
  I18n i18n;
  i18n.add_translations("de", R"({"hi":"Hallo {{name}}","n":"{{count}} Teile","n_one":"ein Teil"})");
  const I18nTemplateLanguage language(i18n, "de");
  Directory directory;
  directory.file("m.text.hbs", "{{t \"hi\" name=who}}").file("m.html.hbs", "{{t \"hi\" name=who}}");
  CHECK(rendered(MessageTemplates(directory.path()), "m", "de", R"({"who":"<A>"})",
                 {.language = &language}) == "text/=Hallo <A>;html/=Hallo &lt;A&gt;;");
}
