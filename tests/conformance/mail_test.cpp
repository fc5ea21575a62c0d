// What the composer writes is read back the same by readers that are not ours: Python's email, and npm's
// mailparser where that is installed.
#include "objectos/mail.hpp"

#include <cstdio>
#include <nlohmann/json.hpp>
#include <random>
#include <sstream>

#include "../unit/scratch.hpp"
#include "catch.hpp"
#include "objectos/text.hpp"

namespace {

using namespace objectos;
using nlohmann::json;

/// Mails by chance, the same for the same seed.
class Maker {
 public:
  explicit Maker(unsigned seed) : random_(seed) {}

  Mail mail() {
    bytes_.clear();
    Mail mail{.from = address()};
    for (std::size_t i = 0; i <= below(4); ++i) mail.to.push_back(address());
    for (std::size_t i = below(3); i > 0; --i) mail.cc.push_back(address());
    mail.subject = text(below(12));
    mail.text = body();
    if (below(2) == 0) mail.html = "<p>" + body() + "</p>";
    mail.message_id = std::to_string(below(1'000'000)) + "@x.test";
    mail.date_ms = static_cast<std::int64_t>(below(2'000'000'000)) * 1000;
    bytes_.reserve(8);  // files point into it
    for (std::size_t i = below(3); i > 0; --i) mail.attachments.push_back(file(""));
    if (!mail.html.empty()) {
      for (std::size_t i = below(3); i > 0; --i)
        mail.inlines.push_back(file("cid" + std::to_string(i) + "@x"));
    }
    return mail;
  }

 private:
  std::size_t below(std::size_t n) { return random_() % n; }

  std::string word() {
    static const char* const words[] = {"hello",  "backup", "Zoë",    "Größe", "备份", "完成了",
                                        "✓",      "🎉🎉",     "a",      "of",    "(x)",  "\"quoted\"",
                                        "back\\", "=20",    "a=b",    "don't", "100%", "mañana;",
                                        "ПРИВЕТ", "<tag>",  "comma,", "e@x",   "_",    "?="};
    std::string out = words[below(std::size(words))];
    if (below(15) == 0) out += std::string(below(120), 'w');
    return out;
  }

  std::string text(std::size_t words) {
    std::string out;
    for (std::size_t i = 0; i < words; ++i) out += (i ? below(10) == 0 ? "  " : " " : "") + word();
    return out;
  }

  std::string body() {
    std::string out;
    for (std::size_t i = below(8); i > 0; --i) {
      const std::size_t kind = below(8);
      out += kind == 0   ? "."
             : kind == 1 ? "From here"
             : kind == 2 ? std::string(below(2000), 'l')
                         : text(below(30));
      out += below(6) == 0 ? " \n" : "\n";
    }
    return out + "end\n";
  }

  MailAddress address() {
    static const char* const locals[] = {"a", "a.b+c", "two words", "x@y", "\"q\""};
    return {text(below(5)), locals[below(std::size(locals))], "d" + std::to_string(below(9)) + ".test"};
  }

  MailFile file(std::string content_id) {
    std::string& content = bytes_.emplace_back();
    for (std::size_t i = below(300); i > 0; --i) content += static_cast<char>(below(256));
    std::string name = text(1 + below(12)) + ".bin";
    return {name, "", std::move(content_id), content};
  }

  std::mt19937 random_;
  std::vector<std::string> bytes_;
};

std::vector<json> run(const std::string& command) {
  std::FILE* pipe = ::popen(command.c_str(), "r");
  REQUIRE(pipe);
  std::string out;
  char buffer[65'536];
  while (const std::size_t n = std::fread(buffer, 1, sizeof buffer, pipe)) out.append(buffer, n);
  REQUIRE(::pclose(pipe) == 0);
  std::vector<json> lines;
  std::istringstream in(out);
  for (std::string line; std::getline(in, line);) lines.push_back(json::parse(line));
  return lines;
}

json as_json(const std::vector<MailAddress>& addresses) {
  json out = json::array();
  for (const MailAddress& address : addresses) out.push_back({address.name, address.address()});
  return out;
}

std::string with_crlf(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '\n' ? "\r\n" : std::string(1, c);
  return out;
}

/// mailparser and Python leave quotes around the local part in different ways.
json unquoted(json addresses) {
  for (json& each : addresses) {
    std::string out;
    for (const char c : each[1].get<std::string>()) {
      if (c != '"' && c != '\\') out += c;
    }
    each[1] = out;
  }
  return addresses;
}

constexpr unsigned mails = 150;

}  // namespace

TEST_CASE("mail: Python's email reads back what was composed", "[mail]") {
  const Scratch scratch;
  std::string command = "python3 " OBJECTOS_TEST_TOOLS "/read_mail.py";
  for (unsigned seed = 0; seed < mails; ++seed) {
    Maker maker(seed);
    command += ' ' + scratch.file(std::to_string(seed), compose_mail(maker.mail()));
  }
  const auto read = run(command);
  REQUIRE(read.size() == mails);
  for (unsigned seed = 0; seed < mails; ++seed) {
    INFO("seed " << seed);
    Maker maker(seed);
    const Mail mail = maker.mail();
    const json& seen = read[seed];
    CHECK(seen["defects"] == json::array());
    CHECK(seen["subject"] == mail.subject);
    CHECK(unquoted(seen["from"]) == unquoted(as_json({mail.from})));
    CHECK(unquoted(seen["to"]) == unquoted(as_json(mail.to)));
    CHECK(unquoted(seen["cc"]) == unquoted(as_json(mail.cc)));
    CHECK(seen["message_id"] == '<' + mail.message_id + '>');
    json parts = json::array();
    const auto add = [&parts](const char* type, const json& disposition, const json& name, const json& cid,
                              std::string_view bytes) {
      parts.push_back({{"type", type},
                       {"disposition", disposition},
                       {"name", name},
                       {"cid", cid},
                       {"bytes", base64_encode(bytes)}});
    };
    add("text/plain", nullptr, nullptr, nullptr, with_crlf(mail.text));
    if (!mail.html.empty()) add("text/html", nullptr, nullptr, nullptr, with_crlf(mail.html + "\n"));
    for (const MailFile& file : mail.inlines)
      add("application/octet-stream", "inline", file.name, '<' + file.content_id + '>', file.bytes);
    for (const MailFile& file : mail.attachments)
      add("application/octet-stream", "attachment", file.name, nullptr, file.bytes);
    CHECK(seen["parts"] == parts);
  }
}

TEST_CASE("mail: npm's mailparser reads back what was composed", "[mail]") {
  if (std::system("node -e 'require(\"mailparser\")' >/dev/null 2>&1") != 0) {
    WARN("npm's mailparser is not installed");
    SUCCEED();
    return;
  }
  const Scratch scratch;
  std::string command = "node " OBJECTOS_TEST_TOOLS "/read_mail.cjs";
  for (unsigned seed = 0; seed < mails; ++seed) {
    Maker maker(seed);
    command += ' ' + scratch.file(std::to_string(seed), compose_mail(maker.mail()));
  }
  const auto read = run(command);
  REQUIRE(read.size() == mails);
  for (unsigned seed = 0; seed < mails; ++seed) {
    INFO("seed " << seed);
    Maker maker(seed);
    const Mail mail = maker.mail();
    const json& seen = read[seed];
    CHECK(seen["subject"] == mail.subject);
    CHECK(unquoted(seen["from"]) == unquoted(as_json({mail.from})));
    CHECK(unquoted(seen["to"]) == unquoted(as_json(mail.to)));
    CHECK(unquoted(seen["cc"]) == unquoted(as_json(mail.cc)));
    CHECK(seen["text"] == mail.text);
    CHECK(seen["html"] == (mail.html.empty() ? "" : mail.html + "\n"));
    json files = json::array();
    for (const MailFile& file : mail.inlines)
      files.push_back({{"name", file.name}, {"cid", file.content_id}, {"bytes", base64_encode(file.bytes)}});
    for (const MailFile& file : mail.attachments)
      files.push_back({{"name", file.name}, {"cid", nullptr}, {"bytes", base64_encode(file.bytes)}});
    CHECK(seen["files"] == files);
  }
}
