// Mails that come finished, and text that is made of HTML.
#include "catch.hpp"
#include "objectos/mail.hpp"
#include "thrown.hpp"

namespace {

using namespace objectos;

MailText::Missing missing() {
  return {MailAddress::parse("root@host.test"), "1@host.test", 784111777000, "host.test"};
}

std::string sent(std::string_view raw) {
  return MailText::read(raw).bytes(missing());
}

std::vector<std::string> recipients(std::string_view raw) {
  std::vector<std::string> out;
  for (const MailAddress& address : MailText::read(raw).recipients("host.test"))
    out.push_back(address.address());
  return out;
}

const std::string added =
    "Date: Sun, 06 Nov 1994 08:49:37 +0000\r\nFrom: root@host.test\r\nMessage-ID: <1@host.test>\r\n";

}  // namespace

TEST_CASE("mail text: what cron hands over is completed", "[mail]") {
  CHECK(sent("From: root (Cron Daemon)\nTo: root\nSubject: Cron <root@host> test -x /y\n"
             "Content-Type: text/plain; charset=UTF-8\nAuto-Submitted: auto-generated\n\nhello\n.\n") ==
        "Date: Sun, 06 Nov 1994 08:49:37 +0000\r\nMessage-ID: <1@host.test>\r\n"
        "From: Cron Daemon <root@host.test>\r\nTo: root@host.test\r\n"
        "Subject: Cron <root@host> test -x /y\r\nContent-Type: text/plain; charset=UTF-8\r\n"
        "Auto-Submitted: auto-generated\r\n\r\nhello\r\n.\r\n");
}

TEST_CASE("mail text: headers, bodies and neither", "[mail]") {
  CHECK(sent("") == added + "To: undisclosed-recipients:;\r\n\r\n");
  CHECK(sent("just text\nof two lines") ==
        added + "To: undisclosed-recipients:;\r\n\r\njust text\r\nof two lines\r\n");
  CHECK(sent("\nbody\n").ends_with("\r\n\r\nbody\r\n"));
  CHECK(sent("To: a@b.test\r\nSubject: a\r\n\tb\r\n\r\nx\r\n") ==
        added + "To: a@b.test\r\nSubject: a\r\n\tb\r\n\r\nx\r\n");
  CHECK(sent("From me@x.test Mon Jan  1 00:00:00 2024\nTo: a@b.test\n\nx\n") ==
        added + "To: a@b.test\r\n\r\nx\r\n");
  CHECK(sent("To: a@b.test\nno header\n\nx\n") == added + "To: a@b.test\r\n\r\nno header\r\n\r\nx\r\n");
  CHECK(sent("From:\nTo: \nDate:\n\nx\n") == added + "To: undisclosed-recipients:;\r\n\r\nx\r\n");
  CHECK(MailText::read("Subject: a\n  b\n\tc\n\n").header("sUBJECT") == "a b c");
  CHECK_FALSE(MailText::read("Subject: a\n\nTo: b\n").header("To"));
}

TEST_CASE("mail text: recipients of -t, and no blind ones in the bytes", "[mail]") {
  const std::string raw =
      "To: a@b.test, Root <root>\nCC: A <A@b.test>,\n a@b.test\nBcc: secret@x.test\nbcc:\n "
      "other@x.test\n\nx\n";
  CHECK(recipients(raw) ==
        std::vector<std::string>{"a@b.test", "root@host.test", "A@b.test", "secret@x.test", "other@x.test"});
  CHECK(sent(raw).find("secret") == std::string::npos);
  CHECK(sent(raw).find("other@") == std::string::npos);
  CHECK(sent(raw).find("cc: A <A@b.test>") == std::string::npos);
  CHECK(thrown_code([] { MailText::read("To: a b c\n\n").recipients(); }) == "data");
  CHECK(MailText::read("From: a@b.test\nSender: c@d.test\n\n").from()->address() == "a@b.test");
  CHECK_FALSE(MailText::read("Subject: x\n\n").from());
}

TEST_CASE("mail text: a body that could not go as it is goes in quoted-printable", "[mail]") {
  CHECK(sent("To: a@b.test\n\nZoë\n") ==
        added +
            "To: a@b.test\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
            "Content-Transfer-Encoding: quoted-printable\r\n\r\nZo=C3=AB\r\n");
  CHECK(sent("To: a@b.test\nMIME-Version: 1.0\nContent-Type: text/plain; charset=iso-8859-1\n"
             "Content-Transfer-Encoding: 8bit\n\nZo\xEB\n") ==
        added +
            "To: a@b.test\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=iso-8859-1\r\n"
            "Content-Transfer-Encoding: quoted-printable\r\n\r\nZo=EB\r\n");
  CHECK(sent(std::string("To: a@b.test\n\n") + std::string(2000, 'x')).find(std::string(77, 'x')) ==
        std::string::npos);
  CHECK(sent(std::string("To: a@b.test\n\na\0b\n", 18)).ends_with("\r\n\r\na=00b\r\n"));
  CHECK(sent("To: a@b.test\n\n10%\r20%\r\n").ends_with("\r\n\r\n10%=0D20%\r\n"));
}

TEST_CASE("mail text: parts stay as they are but for lines that are too long", "[mail]") {
  const std::string long_line(1500, 'y');
  const std::string out = sent("To: a@b.test\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nZoë\n" +
                               long_line + "\n--b--\n");
  CHECK(out.find("\r\n--b\r\n\r\nZoë\r\n" + std::string(998, 'y') + "\r\n" + std::string(502, 'y') +
                 "\r\n--b--\r\n") != std::string::npos);
}

TEST_CASE("mail text: headers outside ASCII and over-long ones are mended", "[mail]") {
  const std::string out = sent("To: Zoë <a@b.test>\nSubject: Grüße\nX-Long: " + std::string(1200, 'l') +
                               "\nX-Old: Zo\xEB\n\nx\n");
  CHECK(out.find("To: =?UTF-8?Q?Zo=C3=AB?= <a@b.test>\r\n") != std::string::npos);
  CHECK(out.find("Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=\r\n") != std::string::npos);
  CHECK(out.find("X-Old: =?UTF-8?Q?Zo=C3=AB?=\r\n") != std::string::npos);
  CHECK(out.find(std::string(77, 'l')) == std::string::npos);
  CHECK(thrown_code([] { MailText::read(std::string("To: a\0b\n\n", 9)); }) == "data");
  CHECK(thrown_code([] { MailText::read("To: a\rBcc: b\n\n"); }) == "data");
}

TEST_CASE("HTML as text", "[mail]") {
  CHECK(text_of_html("<h1>Hello</h1><p>One  two\nthree<br>four</p><p>five") ==
        "Hello\n\nOne two three\nfour\n\nfive\n");
  CHECK(text_of_html("<p>See <a href=\"https://x.test/a?b&amp;c\">the page</a>.</p>") ==
        "See the page (https://x.test/a?b&c).\n");
  CHECK(text_of_html("<a href='https://x.test/'>x.test</a> <a href=\"mailto:a@b.test\">a@b.test</a> <a "
                     "href=#top>up</a>") == "x.test a@b.test up\n");
  CHECK(text_of_html("<ul><li>a<li>b<ol><li>c</li><li>d</li></ol></li></ul>e") ==
        "- a\n- b\n  1. c\n  2. d\n\ne\n");
  CHECK(text_of_html("<table><tr><th>Host</th><th>State</th></tr><tr><td>a</td><td>up</td></tr></table>") ==
        "Host | State\na | up\n");
  CHECK(text_of_html("<style>p{}</style><script>if (a<b) {}</script><title>t</title>x<!-- c -->y") == "xy\n");
  CHECK(text_of_html("a &lt;b&gt; &#233;&#x2713;&eacute;&nbsp;&unknown; &amp &#0;") ==
        "a <b> é✓é &unknown; &amp \xEF\xBF\xBD\n");
  CHECK(text_of_html("<blockquote>one<p>two</blockquote>three") == "> one\n>\n> two\n\nthree\n");
  CHECK(text_of_html("<pre>a  b\n  c</pre>d") == "a  b\n  c\n\nd\n");
  CHECK(text_of_html("<img alt=\"Logo\" src=x>") == "Logo\n");
  CHECK(text_of_html("1 < 2 & 3 > 2") == "1 < 2 & 3 > 2\n");
  CHECK(text_of_html("") == "");
  CHECK(text_of_html("<p") == "");
  CHECK(text_of_html("<a title='>' href=\"https://x.test\">y</a>") == "y (https://x.test)\n");
}

TEST_CASE("HTML as text: lines are broken, and depth is bounded", "[mail]") {
  std::string words;
  for (int i = 0; i < 100; ++i) words += "word ";
  const std::string text = text_of_html("<ul><li>" + words + "</ul>");
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = text.find('\n', begin);
    CHECK(end - begin <= 76);
    CHECK(text.substr(begin, 2) == (begin == 0 ? "- " : "  "));
    begin = end + 1;
  }
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<ul><li><blockquote>";
  CHECK(text_of_html(deep + "x").size() < 20'000'000);
}
