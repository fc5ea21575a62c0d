#include "catch.hpp"
#include "notification/mail_words.hpp"
#include "objectos/mail.hpp"
#include "objectos/text.hpp"
#include "thrown.hpp"

namespace {

using namespace objectos;

Mail simple() {
  Mail mail{.from = MailAddress::parse("Me <me@x.test>")};
  mail.to = parse_mail_addresses("you@y.test");
  mail.subject = "Hello";
  mail.text = "World\n";
  mail.message_id = "1@x.test";
  mail.date_ms = 784111777000;
  return mail;
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != text.npos;
}

/// Longest line; and all are ASCII and end with CRLF.
std::size_t longest_line(const std::string& mail) {
  std::size_t longest = 0, begin = 0;
  while (begin < mail.size()) {
    const std::size_t end = mail.find("\r\n", begin);
    REQUIRE(end != mail.npos);
    const std::string line = mail.substr(begin, end - begin);
    CHECK(line.find_first_of(std::string("\r\n\0", 3)) == line.npos);
    for (const char c : line) CHECK(static_cast<unsigned char>(c) < 0x80);
    longest = std::max(longest, line.size());
    begin = end + 2;
  }
  return longest;
}

std::string header_of(const std::string& subject) {
  mail::HeaderLine line("Subject");
  line.text(subject);
  return std::move(line).finish();
}

std::string unfolded(std::string header) {
  for (auto at = header.find("\r\n "); at != header.npos; at = header.find("\r\n ", at)) header.erase(at, 2);
  return header;
}

}  // namespace

TEST_CASE("mail: the bytes of a simple one", "[mail]") {
  CHECK(compose_mail(simple()) ==
        "Date: Sun, 06 Nov 1994 08:49:37 +0000\r\n"
        "From: Me <me@x.test>\r\n"
        "To: you@y.test\r\n"
        "Subject: Hello\r\n"
        "Message-ID: <1@x.test>\r\n"
        "MIME-Version: 1.0\r\n"
        "Auto-Submitted: auto-generated\r\n"
        "Content-Type: text/plain; charset=\"us-ascii\"\r\n"
        "Content-Transfer-Encoding: 7bit\r\n"
        "\r\n"
        "World\r\n");
}

TEST_CASE("mail: subjects are read as they were written, in lines that fit", "[mail]") {
  for (const std::string& subject :
       {std::string("plain"), std::string("a  b   c"), std::string(" led"), std::string("trailed "),
        std::string("tab\there"), std::string("=?UTF-8?Q?no?= thanks"), std::string("Zoë said: hello"),
        std::string("only the last is ö"), std::string("ü  two blanks  ö and  two"), std::string("a ü b ö c"),
        std::string(60, 'x') + ' ' + std::string(60, 'y'), std::string(200, 'z'),
        std::string("a") + std::string(2000, ' ') + "b",
        std::string("备份完成：所有文件都已保存到服务器上，没有错误，也没有警告"),
        std::string("✓ done 🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉"),
        std::string("x") + std::string("ü") + std::string(100, 'x')}) {
    INFO(subject);
    const std::string header = header_of(subject);
    CHECK(longest_line(header) <= 78);
    for (auto at = header.find("\r\n"); at + 2 < header.size(); at = header.find("\r\n", at + 2)) {
      CHECK(header[at + 2] == ' ');
      CHECK(header.substr(at, 4) != "\r\n \r");
    }
    CHECK(mail::decoded_words(unfolded(header).substr(9)) == subject + "\r\n");
  }
  CHECK(header_of("") == "Subject:\r\n");
}

TEST_CASE("mail: an encoded word has at most 75 characters and whole ones in it", "[mail]") {
  for (const char* letter : {"ü", "备", "🎉", "xü"}) {
    std::string text;
    for (int i = 0; i < 200; ++i) text += letter;
    std::string words = mail::encoded_words(text, 75) + ' ';
    while (!words.empty()) {
      const std::string word = words.substr(0, words.find(' '));
      CHECK(word.size() <= 75);
      CHECK(is_utf8(mail::decoded_words(word)));
      CHECK_FALSE(mail::decoded_words(word).starts_with("=?"));
      words.erase(0, word.size() + 1);
    }
  }
}

TEST_CASE("mail: names of addresses", "[mail]") {
  Mail mail = simple();
  mail.to =
      parse_mail_addresses("\"Bee, Ann\" <a@y.test>, Zoë <z@y.test>, J. R. <j@y.test>, zoë@bücher.test");
  mail.cc.push_back({std::string(300, 'n'), "c", "y.test"});
  mail.reply_to = parse_mail_addresses("r@y.test");
  const std::string bytes = compose_mail(mail);
  CHECK(has(bytes,
            "To: \"Bee, Ann\" <a@y.test>, =?UTF-8?Q?Zo=C3=AB?= <z@y.test>, \"J. R.\"\r\n <j@y.test>, "
            "zoë@xn--bcher-kva.test\r\n"));
  CHECK(has(bytes, "\r\nReply-To: r@y.test\r\n"));
  CHECK(has(bytes, "\r\nCc: =?UTF-8?Q?nnnn"));
}

TEST_CASE("mail: a hundred recipients are folded", "[mail]") {
  Mail mail = simple();
  for (int i = 0; i < 100; ++i)
    mail.to.push_back({"Recipient " + std::to_string(i), "r" + std::to_string(i), "y.test"});
  CHECK(longest_line(compose_mail(mail)) <= 78);
}

TEST_CASE("mail: the encoding of a text is what it needs", "[mail]") {
  const auto encoding = [](const std::string& text) {
    Mail mail = simple();
    mail.text = text;
    const std::string bytes = compose_mail(mail);
    CHECK(longest_line(bytes) <= 78);
    const auto at = bytes.find("Transfer-Encoding: ") + 19;
    return bytes.substr(at, bytes.find('\r', at) - at);
  };
  CHECK(encoding("plain\r\nlines\n") == "7bit");
  CHECK(encoding("") == "7bit");
  CHECK(encoding("no newline") == "7bit");
  CHECK(encoding(std::string(100, 'x')) == "quoted-printable");
  CHECK(encoding("Zoë\n") == "quoted-printable");
  CHECK(encoding("From here on\n") == "quoted-printable");
  CHECK(encoding("blank at the end \n") == "quoted-printable");
  CHECK(encoding("bell\a\n") == "quoted-printable");
  CHECK(encoding("备份完成，备份完成\n") == "base64");

  Mail mail = simple();
  mail.text = "From here\n.\nZoë = \t\n" + std::string(80, 'x');
  CHECK(compose_mail(mail).ends_with("\r\n\r\n=46rom here\r\n=2E\r\nZo=C3=AB =3D =09\r\n" +
                                     std::string(75, 'x') + "=\r\nxxxxx\r\n"));
}

TEST_CASE("mail: the tree of parts", "[mail]") {
  Mail mail = simple();
  mail.text.clear();
  mail.html = "<p>Hello <b>there</b></p><img src=\"cid:logo\">";
  mail.inlines.push_back({"logo.png", "", "logo", "PNG"});
  mail.attachments.push_back({"报告 2024.pdf", "", "", std::string_view("\0\1\2", 3)});
  mail.attachments.push_back({"", "text/plain", "", "just text"});
  const std::string bytes = compose_mail(mail);
  CHECK(longest_line(bytes) <= 78);
  CHECK(compose_mail(mail) == bytes);
  const auto at = [&bytes](std::string_view part) { return bytes.find(part); };
  CHECK(at("multipart/mixed") < at("multipart/alternative"));
  CHECK(at("multipart/alternative") < at("Content-Type: text/plain"));
  CHECK(at("Hello there") < at("multipart/related; type=\"text/html\""));
  CHECK(at("multipart/related") < at("Content-Type: text/html"));
  CHECK(at("text/html; charset") < at("Content-ID: <logo>"));
  CHECK(at("Content-ID: <logo>") < at("application/pdf"));
  CHECK(has(bytes, "Content-Disposition: inline; filename=\"logo.png\"\r\n"));
  CHECK(has(bytes, "filename*0*=utf-8''%E6%8A%A5%E5%91%8A%202024.pdf\r\n"));
  CHECK(has(bytes, "name=\"=?UTF-8?"));
  CHECK(at("--") != bytes.npos);
  CHECK(bytes.ends_with("a--\r\n"));
}

TEST_CASE("mail: a long file name is told in both ways", "[mail]") {
  Mail mail = simple();
  std::string name;
  for (int i = 0; i < 40; ++i) name += "文件";
  mail.attachments.push_back({name + ".txt", "", "", "x"});
  const std::string bytes = compose_mail(mail);
  CHECK(longest_line(bytes) <= 78);
  CHECK(has(bytes, "filename*0*=utf-8''"));
  CHECK(has(bytes, ";\r\n filename*1*="));
}

TEST_CASE("mail: the boundary stands nowhere in the mail", "[mail]") {
  Mail mail = simple();
  mail.attachments.push_back({"a", "", "", "a"});
  const auto boundary = [](const std::string& bytes) {
    const auto at = bytes.find("boundary=\"") + 10;
    return bytes.substr(at, bytes.find('"', at) - at);
  };
  const std::string first = boundary(compose_mail(mail));
  mail.text = "--" + first + "\n";
  const std::string second = boundary(compose_mail(mail));
  CHECK(first != second);
  CHECK_FALSE(has(mail.text, second));
}

TEST_CASE("mail: a message within a message is not encoded where it need not be", "[mail]") {
  Mail mail = simple();
  mail.attachments.push_back({"a.eml", "", "", "Subject: x\r\n\r\nhello\r\n"});
  CHECK(has(compose_mail(mail), "message/rfc822"));
  mail.attachments[0].bytes = "Subject: x\n\nhello\n";
  CHECK_FALSE(has(compose_mail(mail), "message/rfc822"));
  CHECK(has(compose_mail(mail), "application/octet-stream"));
}

TEST_CASE("mail: other headers", "[mail]") {
  Mail mail = simple();
  mail.headers = {{"X-Where", "Zürich"},
                  {"List-Unsubscribe", "<https://x.test/" + std::string(120, 'u') + ">"},
                  {"auto-submitted", "no"}};
  const std::string bytes = compose_mail(mail);
  CHECK(has(bytes, "X-Where: =?UTF-8?Q?Z=C3=BCrich?=\r\n"));
  CHECK(has(bytes, "List-Unsubscribe: <https://x.test/" + std::string(120, 'u') + ">\r\n"));
  CHECK(has(bytes, "auto-submitted: no\r\n"));
  CHECK_FALSE(has(bytes, "auto-generated"));
}

TEST_CASE("mail: fields that would be something else are refused by name", "[mail]") {
  const auto refusal = [](auto change) {
    Mail mail = simple();
    mail.html = "<p>x";
    change(mail);
    const std::string why = thrown([&] { compose_mail(mail); });
    CHECK(why == thrown([&] { check_mail(mail); }));
    return why;
  };
  for (const std::string& evil : {std::string("a\r\nBcc: evil@x.test"), std::string("a\nb"),
                                  std::string("a\rb"), std::string("a\0b", 3)}) {
    CHECK(refusal([&](Mail& m) { m.subject = evil; }) ==
          "usage: the subject must not hold a newline or a NUL");
    CHECK(has(refusal([&](Mail& m) { m.from.name = evil; }), "usage: from must not"));
    CHECK(has(refusal([&](Mail& m) { m.from.local = evil; }), "usage: from: "));
    CHECK(has(refusal([&](Mail& m) { m.to[0].domain = evil; }), "usage: to: "));
    CHECK(has(refusal([&](Mail& m) { m.cc = {{evil, "a", "b.test"}}; }), "usage: cc must not"));
    CHECK(has(refusal([&](Mail& m) { m.reply_to = {{evil, "a", "b.test"}}; }), "usage: reply_to must not"));
    CHECK(has(refusal([&](Mail& m) { m.message_id = evil + "@x"; }), "usage: the message id"));
    CHECK(has(refusal([&](Mail& m) { m.headers = {{"X-A", evil}}; }), "usage: the header X-A must not"));
    CHECK(has(refusal([&](Mail& m) { m.headers = {{evil, "x"}}; }), "is not the name of a header"));
    CHECK(has(refusal([&](Mail& m) { m.attachments = {{evil, "", "", ""}}; }), "usage: the name of a file"));
    CHECK(has(refusal([&](Mail& m) { m.attachments = {{"a", evil, "", ""}}; }), "is no media type"));
    CHECK(has(refusal([&](Mail& m) { m.inlines = {{"a", "", evil, ""}}; }), "is no content id"));
  }
  CHECK(has(refusal([](Mail& m) { m.text = std::string("a\0", 2); }), "the text must not hold a NUL"));
  CHECK(has(refusal([](Mail& m) { m.html = std::string("a\0", 2); }), "the HTML must not hold a NUL"));
  CHECK(has(refusal([](Mail& m) { m.subject = "\xFF"; }), "the subject is not UTF-8"));
  CHECK(has(refusal([](Mail& m) { m.from.name = "\x1b[2J"; }), "a name in from must not hold a control"));
  CHECK(has(refusal([](Mail& m) { m.to.clear(); }), "needs a recipient"));
  CHECK(has(refusal([](Mail& m) { m.message_id = ""; }), "the message id"));
  CHECK(has(refusal([](Mail& m) { m.inlines = {{"a", "", "", ""}}; }), "needs a content id"));
  CHECK(has(refusal([](Mail& m) { m.headers = {{"X-A", std::string(901, 'a')}}; }), "900 bytes"));
  for (const char* own : {"bcc", "To", "content-type", "Message-Id", "Subject", "Date"})
    CHECK(has(refusal([&](Mail& m) { m.headers = {{own, "x"}}; }), "cannot be added"));
}

TEST_CASE("mail: message ids are new each time", "[mail]") {
  const std::string id = new_message_id("Bücher.test");
  CHECK(id.size() == 32 + 1 + std::string("xn--bcher-kva.test").size());
  CHECK(id.ends_with("@xn--bcher-kva.test"));
  CHECK(id != new_message_id("Bücher.test"));
  CHECK(thrown_code([] { new_message_id("a\r\nb"); }) == "usage");
}
